package io.sallyport.limit;

import io.sallyport.lang.RequestId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The use of one limit by one subject, as this instance sees it.
///
/// Threads: safe. Only [#fill] waits, and only one thread at a time asks the store for the same account.
final class Account {
    /// A hundredth of the limit is held at most without need, shared by all instances.
    private static final BigInteger PARTS = BigInteger.valueOf(100);

    /// How far clocks are put back in ordinary life.
    private static final Duration CORRECTION = Duration.ofMinutes(1);

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE / 4);

    private final String subject;
    private final SliceSource source;
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicBoolean refilling = new AtomicBoolean();
    private volatile long part;
    private volatile Limit limit;
    private volatile Slice slice;
    private volatile @Nullable RequestId refused;
    private volatile Instant refusedAt = Instant.MIN;

    Account(Limit limit, String subject, SliceSource source, Instant now) {
        this.limit = limit;
        this.part = part(limit);
        this.subject = subject;
        this.source = source;
        this.slice = new Slice(this, limit.window().bucket(now));
    }

    Limit limit() {
        return limit;
    }

    /// Takes over another amount or other rules.
    void limit(Limit changed) {
        part = part(changed);
        limit = changed;
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
        return current.isDead() || isElsewhere(current, now) ? next(now) : current;
    }

    private synchronized Slice next(Instant now) {
        Slice current = slice;
        boolean elsewhere = isElsewhere(current, now);
        if (elsewhere || current.isDead()) {
            slice = new Slice(this, elsewhere ? limit.window().bucket(now) : current.bucket());
        }
        return slice;
    }

    /// A clock that was put back a little finds the newer bucket; one that ran far ahead and was put right must
    /// not be held to a bucket of the future.
    private static boolean isElsewhere(Slice current, Instant now) {
        Span bucket = current.bucket();
        return !now.isBefore(bucket.end()) || now.isBefore(bucket.start().minus(CORRECTION));
    }

    /// How it stands, as far as this instance knows.
    LimitStanding standing(Instant now) {
        Limit current = limit;
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
                source.fill(current, missing, Math.max(missing, welcome(instances)));
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
    boolean wantsMore(Slice current, int instances) {
        return current.free() < welcome(instances) / 4
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

    /// What an instance likes to hold.
    long welcome(int instances) {
        return Math.max(1, part / instances);
    }

    private static long part(Limit limit) {
        return limit.amount().divide(PARTS).min(LARGEST).longValueExact();
    }
}
