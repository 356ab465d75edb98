package io.sallyport.routing;

import java.util.concurrent.atomic.AtomicLong;

/// How many further attempts all calls together may make, so that an outage is not multiplied by retries.
///
/// Every call earns a tenth of an attempt; unspent attempts are kept up to a small store for quiet times.
///
/// Threads: safe.
public final class RetryBudget {
    private static final long EARNED_PER_CALL = 1;
    private static final long COST = 10;
    private static final long MOST = 200;

    private final AtomicLong tenths = new AtomicLong(MOST);

    public void earn() {
        if (tenths.get() < MOST) {
            tenths.addAndGet(EARNED_PER_CALL);
        }
    }

    /// Takes one attempt out; false when none is left.
    public boolean spend() {
        return tenths.getAndUpdate(left -> left >= COST ? left - COST : left) >= COST;
    }
}
