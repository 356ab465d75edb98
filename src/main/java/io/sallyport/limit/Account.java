package io.sallyport.limit;

import io.sallyport.lang.RequestId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The use of one limit by one subject, as this instance sees it.
///
/// Threads: safe. Only [#fill] waits, and only one thread at a time asks the store for the same account.
final class Account {
    /// When so many times what an instance likes to hold is left, nobody runs short of what another one holds.
    private static final int PLENTY = 4;

    private final String subject;
    private final SliceSource source;
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicBoolean refilling = new AtomicBoolean();
    private volatile LimitNumbers numbers;
    private volatile Slice slice;
    private volatile long liked;
    private volatile @Nullable RequestId refused;
    private volatile Instant refusedAt = Instant.MIN;

    Account(Limit limit, String subject, SliceSource source, Instant now) {
        this.numbers = LimitNumbers.of(limit);
        this.subject = subject;
        this.source = source;
        this.slice = new Slice(this, limit.window().bucket(now));
    }

    Limit limit() {
        return numbers.limit();
    }

    /// The limit in numbers.
    LimitNumbers numbers() {
        return numbers;
    }

    /// Takes over another amount or other rules.
    void limit(Limit changed) {
        numbers = LimitNumbers.of(changed);
        slice.doubt();
    }

    /// A call is refused.
    ///
    /// @return whether it is another one than the last
    boolean refuses(RequestId call, Instant now) {
        boolean isAnother = !call.equals(refused);
        refused = call;
        refusedAt = now;
        return isAnother;
    }

    /// When a call was refused last.
    Instant refusedAt() {
        return refusedAt;
    }

    String subject() {
        return subject;
    }

    /// The slice of this moment.
    Slice slice(Instant now) {
        Slice current = slice;
        return current.isDead() || current.isElsewhere(now) ? next(now) : current;
    }

    /// True for the slice that was asked for last.
    boolean isUsing(Slice some) {
        return slice == some;
    }

    private synchronized Slice next(Instant now) {
        Slice current = slice;
        boolean elsewhere = current.isElsewhere(now);
        if (elsewhere || current.isDead()) {
            slice = new Slice(this, elsewhere ? limit().window().bucket(now) : current.bucket());
        }
        return slice;
    }

    /// How it stands, as far as this instance knows.
    LimitStanding standing(Instant now) {
        Limit current = limit();
        BigInteger left = slice(now).left().min(current.amount());
        return new LimitStanding(
                current,
                subject,
                current.amount().subtract(left),
                BigInteger.ZERO,
                current.window().since(now),
                current.window().resets(now));
    }

    /// True when nobody would miss it.
    boolean isIdle(Instant now) {
        Slice current = slice;
        boolean isUsedUp = current.free() == 0 && !now.isBefore(current.bucket().end());
        return (current.isDone() || isUsedUp) && !asking.isLocked();
    }

    /// Asks the store for what a call needs; what it gave is in the slice afterwards.
    void fill(Instant now, long need, int instances) {
        asking.lock();
        try {
            Slice current = slice(now);
            long missing = Math.subtractExact(need, current.free());
            if (missing > 0 && !current.isKnownShort(need, System.nanoTime())) {
                liked = welcome(instances);
                source.fill(current, missing, Math.max(missing, liked));
            }
        } finally {
            asking.unlock();
        }
    }

    /// Does something while nobody asks the store; leaves it when somebody does.
    void unlessAsking(Runnable step) {
        if (asking.tryLock()) {
            try {
                step.run();
            } finally {
                asking.unlock();
            }
        }
    }

    /// True for the one who shall ask for more before it is needed.
    ///
    /// @param free what the slice may still give away
    boolean wantsMore(Slice current, long free, int instances) {
        return free < welcome(instances) / 4
                && !current.isKnownShort(1, System.nanoTime())
                && refilling.compareAndSet(false, true);
    }

    /// Asks for more before it is needed.
    void refill(Instant now, int instances) {
        try {
            Slice current = slice(now);
            fill(now, Math.addExact(Math.max(0, current.free()), 1), instances);
        } finally {
            refilling.set(false);
        }
    }

    /// What of its slice stays with an instance for what it used lately.
    ///
    /// While there is plenty for everybody, that is well above where it asks for more: else a busy instance
    /// would ask every time for what it has just given back.
    long worthKeeping(Slice current) {
        long lately = current.usedLately();
        boolean asksLess = lately > 0 && current.isLeftElsewhere(PLENTY * liked);
        return asksLess ? Math.max(2 * lately, liked / 2) : 2 * lately;
    }

    /// What an instance likes to hold.
    long welcome(int instances) {
        return Math.max(1, numbers.part() / instances);
    }
}
