package io.sallyport.ops;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The counts of a series, and how they are stored and added.
final class StoredCounts {
    private StoredCounts() {}

    static void put(MetricTable table, String instance, Map<Slot, long[]> series) {
        if (series.isEmpty()) {
            return;
        }
        table.put(
                instance,
                series.keySet().stream().map(Slot::metric).toArray(String[]::new),
                series.keySet().stream().map(Slot::labels).toArray(String[]::new),
                series.values().stream().map(StoredCounts::text).toArray(String[]::new));
    }

    static long[] read(String text) {
        return Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    }

    /// Counts of different width belong to different versions of a metric and cannot be added; the first ones stay.
    static long[] plus(long[] some, long[] more) {
        long[] sum = some.clone();
        for (int at = 0; some.length == more.length && at < sum.length; at++) {
            sum[at] += more[at];
        }
        return sum;
    }

    static long[] minus(long[] some, long @Nullable [] less) {
        if (less == null) {
            return some;
        }
        long[] rest = some.clone();
        for (int at = 0; at < rest.length; at++) {
            rest[at] -= less[at];
        }
        return rest;
    }

    /// Whether the series goes up and down. Told from its form, because the metric may belong to another version.
    static boolean isLevel(Slot slot, long[] counts) {
        return counts.length == 1 && !slot.metric().endsWith("_total");
    }

    private static String text(long[] counts) {
        return LongStream.of(counts).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }
}
