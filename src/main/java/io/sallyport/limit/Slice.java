package io.sallyport.limit;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What this instance holds of one account in one bucket of time, and may give away without asking anybody.
///
/// Units: calls, tokens or pico-dollars, as the limit says.
/// Threads: safe; every step is a few additions under a lock.
final class Slice {
    /// Where no store knows the bucket yet.
    static final long NO_BUCKET = -1;

    /// What [#reserve] says when it is not there.
    static final long TOO_LITTLE = -1;

    /// How far clocks are put back in ordinary life.
    private static final Duration CORRECTION = Duration.ofMinutes(1);

    /// How long a "not enough" of the store is believed, so that a spent limit costs no round trip per call.
    private static final long BELIEVED_NANOS = Duration.ofMillis(50).toNanos();

    /// After so many questions in a row that found no use, nobody needs it.
    private static final int QUIET = 60;

    private final Account account;
    private final Metric metric;
    private final boolean kept;
    private final Span bucket;
    private final Instant earliest;
    private final Instant resets;
    private volatile @Nullable UUID holder;
    private volatile long bucketId = NO_BUCKET;
    private long held;
    private long reserved;
    private long spent;
    private long usedLately;
    private int quiet;
    private BigInteger elsewhere;
    private long nearElsewhere;
    private long shortSince;
    private boolean isShort;
    private volatile boolean dead;
    private OptionalLong unanswered = OptionalLong.empty();

    Slice(Account account, Span bucket) {
        this.account = account;
        this.metric = account.limit().metric();
        this.kept = account.limit().isKept();
        this.bucket = bucket;
        this.earliest = bucket.start().minus(CORRECTION);
        this.resets = account.limit().window().resets(bucket.start());
        elsewhere(account.limit().amount());
    }

    Account account() {
        return account;
    }

    /// What is counted in it; a limit that counts something else is another limit.
    Metric metric() {
        return metric;
    }

    /// True when what is used of it is kept in the ledger.
    boolean isKept() {
        return kept;
    }

    Span bucket() {
        return bucket;
    }

    /// The first moment that may still be counted in it.
    Instant earliest() {
        return earliest;
    }

    /// True when a moment belongs to another bucket.
    ///
    /// A clock that was put back a little finds the newer bucket; one that ran far ahead and was put right must
    /// not be held to a bucket of the future.
    boolean isElsewhere(Instant now) {
        return !now.isBefore(bucket.end()) || now.isBefore(earliest);
    }

    /// When what is used of it counts no longer.
    Instant resets() {
        return resets;
    }

    long bucketId() {
        return bucketId;
    }

    /// Lets it be held in one name of this instance, for ever: what was held in a name that was given up is
    /// charged already.
    ///
    /// @return false when it is held in another
    synchronized boolean claim(UUID instance) {
        if (holder == null) {
            holder = instance;
        }
        return isHeldBy(instance);
    }

    boolean isHeldBy(UUID instance) {
        return instance.equals(holder);
    }

    /// What may still be given away; below zero when calls used more than was held.
    synchronized long free() {
        return held - reserved - spent;
    }

    /// Sets something aside for a call, if it is there.
    ///
    /// @return what may still be given away then, zero or more; else [#TOO_LITTLE]
    synchronized long reserve(long amount) {
        long free = free();
        if (dead || free < amount) {
            return TOO_LITTLE;
        }
        reserved += amount;
        return free - amount;
    }

    /// A call ends that had reserved something.
    ///
    /// @param used what it used, which may be more
    synchronized void settle(long set, long used) {
        reserved -= set;
        usedLately += Math.max(set, used);
        if (kept) {
            spent += used;
        } else {
            held -= used;
        }
    }

    /// The store gave something, or said how little is left.
    ///
    /// @param store what the store calls the bucket
    /// @param room what was left there before
    synchronized void granted(long store, long amount, BigInteger room) {
        bucketId = store;
        held += amount;
        unanswered = OptionalLong.empty();
        elsewhere(room.subtract(BigInteger.valueOf(amount)).max(BigInteger.ZERO));
        isShort = false;
    }

    /// The answer of the store got lost: it may have given something, or may yet.
    ///
    /// @param ask the number of what it was asked
    synchronized void unanswered(long ask) {
        unanswered = OptionalLong.of(ask);
    }

    /// What the store was asked without an answer that arrived.
    synchronized OptionalLong unanswered() {
        return unanswered;
    }

    /// The store has less than was needed.
    ///
    /// @param nanoTime when it said so
    synchronized void notEnough(long nanoTime) {
        isShort = true;
        shortSince = nanoTime;
    }

    /// What is left in the store, as far as this instance knows.
    synchronized BigInteger elsewhere() {
        return elsewhere;
    }

    private void elsewhere(BigInteger left) {
        elsewhere = left;
        nearElsewhere = LimitNumbers.near(left);
    }

    /// True when the store has so much left, as far as this instance knows.
    synchronized boolean isLeftElsewhere(long amount) {
        return nearElsewhere >= amount;
    }

    /// The store wrote down what a call used.
    synchronized void written(long used) {
        held -= used;
        spent -= used;
    }

    /// The store let this instance have what calls used beyond what it held.
    synchronized void forced(long amount) {
        held += amount;
    }

    /// True while the store has just said that this much is not left.
    synchronized boolean isKnownShort(long amount, long nanoTime) {
        return isShort
                && nanoTime - shortSince < BELIEVED_NANOS
                && elsewhere.add(BigInteger.valueOf(free())).compareTo(BigInteger.valueOf(amount)) < 0;
    }

    /// What the store said last may be otherwise now.
    synchronized void doubt() {
        isShort = false;
    }

    /// What is left for everybody, as far as this instance knows.
    synchronized BigInteger left() {
        return elsewhere.add(BigInteger.valueOf(free())).max(BigInteger.ZERO);
    }

    /// The same as a quick number.
    ///
    /// @return [LimitNumbers#FAR] when it is that or more
    synchronized long near() {
        long free = free();
        if (nearElsewhere == LimitNumbers.FAR) {
            return free < 0 ? LimitNumbers.near(left()) : LimitNumbers.FAR;
        }
        // Elsewhere is never below zero, so that a sum can only be too large.
        boolean isFar = free > LimitNumbers.FAR - nearElsewhere;
        return isFar ? LimitNumbers.FAR : Math.max(0, nearElsewhere + free);
    }

    /// What was used since the last question.
    synchronized long usedLately() {
        long used = usedLately;
        usedLately = 0;
        quiet = used == 0 ? quiet + 1 : 0;
        return used;
    }

    /// True when it was not used the last times somebody asked.
    synchronized boolean isQuiet() {
        return quiet > QUIET;
    }

    /// Takes out what is not needed, so that it can be given back.
    ///
    /// @param kept what should stay
    synchronized long spare(long kept) {
        long spare = free() - kept;
        if (dead || spare <= 0) {
            return 0;
        }
        held -= spare;
        elsewhere(elsewhere.add(BigInteger.valueOf(spare)));
        return spare;
    }

    /// True when nothing depends on it any more.
    synchronized boolean isDone() {
        return dead || (held <= 0 && reserved == 0 && spent == 0 && unanswered.isEmpty());
    }

    /// What it holds was written off, because the store had not heard of this instance for too long.
    synchronized void writeOff() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }
}
