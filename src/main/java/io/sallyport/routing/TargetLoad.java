package io.sallyport.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// What this instance has measured of one target.
///
/// Times and errors are moving averages that fade: what was bad a minute ago is half forgotten, so that a
/// target that has recovered is tried again.
/// Threads: safe; no locks, a lost update is only a lost sample.
public final class TargetLoad {
    /// Share of a new sample in the average.
    private static final double SHARE = 0.2;

    private static final double HALF_LIFE_NANOS = 60e9;

    /// Powers of two of milliseconds, up to about two minutes.
    private static final int STEPS = 18;

    /// Samples from which a percentile says something.
    private static final int ENOUGH = 20;

    /// Samples after which all counts are halved.
    private static final int MANY = 1_000;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong firstToken = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong lastSample = new AtomicLong();
    private final AtomicIntegerArray steps = new AtomicIntegerArray(STEPS);
    private final AtomicInteger samples = new AtomicInteger();

    /// Calls that are with the target now.
    public int inFlight() {
        return inFlight.get();
    }

    void begins() {
        inFlight.incrementAndGet();
    }

    void ends() {
        inFlight.decrementAndGet();
    }

    /// A number that is one higher each time.
    int nextTurn() {
        return turn.getAndIncrement() & Integer.MAX_VALUE;
    }

    /// An answer began.
    void answered(long nanos, long now) {
        double before = value(firstToken);
        set(firstToken, before == 0 ? nanos : before + SHARE * (nanos - before));
        set(errors, value(errors) * (1 - SHARE));
        lastSample.set(now);
        steps.incrementAndGet(step(nanos));
        if (samples.incrementAndGet() > MANY) {
            fade();
        }
    }

    /// An attempt failed.
    void failed(long now) {
        double before = value(errors);
        set(errors, before + SHARE * (1 - before));
        lastSample.set(now);
    }

    private static double value(AtomicLong average) {
        return Double.longBitsToDouble(average.get());
    }

    private static void set(AtomicLong average, double value) {
        average.set(Double.doubleToRawLongBits(value));
    }

    private void fade() {
        samples.set(samples.get() / 2);
        for (int i = 0; i < STEPS; i++) {
            steps.set(i, steps.get(i) / 2);
        }
    }

    /// Nanoseconds to the first token; zero when unknown or long ago.
    public double firstTokenNanos(long now) {
        return value(firstToken) * freshness(now);
    }

    /// Share of attempts that failed lately, 0 to 1.
    public double errorShare(long now) {
        return value(errors) * freshness(now);
    }

    private double freshness(long now) {
        return Math.pow(0.5, Math.max(0, now - lastSample.get()) / HALF_LIFE_NANOS);
    }

    /// Time within which 95 of 100 answers began, up to a power of two; zero while there are too few samples.
    ///
    /// Units: nanoseconds.
    public long slowestUsualNanos() {
        int known = samples.get();
        if (known < ENOUGH) {
            return 0;
        }
        int left = known / 20;
        for (int i = STEPS - 1; i > 0; i--) {
            left -= steps.get(i);
            if (left < 0) {
                return (1L << i) * 1_000_000;
            }
        }
        return 1_000_000;
    }

    private static int step(long nanos) {
        long millis = Math.max(1, nanos / 1_000_000);
        return Math.min(STEPS - 1, 64 - Long.numberOfLeadingZeros(millis));
    }
}
