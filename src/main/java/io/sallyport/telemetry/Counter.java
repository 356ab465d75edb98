package io.sallyport.telemetry;

import java.util.concurrent.atomic.LongAdder;

/// A number that only grows.
///
/// Threads: safe and made for many writers; an update takes some nanoseconds and allocates nothing.
public final class Counter implements Series {
    private final LongAdder sum = new LongAdder();

    public void increment() {
        sum.increment();
    }

    /// @param steps in the steps of the metric, zero or more
    public void add(long steps) {
        if (steps > 0) {
            sum.add(steps);
        }
    }

    @Override
    public long[] read() {
        return new long[] {sum.sum()};
    }
}
