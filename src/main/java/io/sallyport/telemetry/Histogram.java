package io.sallyport.telemetry;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Observations counted in buckets.
///
/// Threads: safe and made for many writers; an update takes some nanoseconds and allocates nothing.
public final class Histogram implements Series {
    private final long[] bounds;
    private final LongAdder[] buckets;
    private final LongAdder sum = new LongAdder();

    Histogram(List<Long> bounds) {
        this.bounds = bounds.stream().mapToLong(Long::longValue).toArray();
        this.buckets = new LongAdder[this.bounds.length + 1];
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            buckets[bucket] = new LongAdder();
        }
    }

    /// @param steps in the steps of the metric; below zero counts as zero
    public void observe(long steps) {
        long value = Math.max(0, steps);
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(value);
    }

    /// The count of each bucket, not cumulated, the unbounded one last; then the sum of all observations.
    @Override
    public long[] read() {
        long[] read = new long[buckets.length + 1];
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            read[bucket] = buckets[bucket].sum();
        }
        read[buckets.length] = sum.sum();
        return read;
    }
}
