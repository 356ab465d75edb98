package io.sallyport.app;

import io.sallyport.alert.BackendCount;
import io.sallyport.alert.BackendCount.Durations;
import io.sallyport.alert.BackendCounts;
import io.sallyport.telemetry.LabelCap;
import io.sallyport.telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// What all instances counted at every backend, taken from the metrics.
final class BackendMeters implements BackendCounts {
    private static final String ATTEMPTS = "sallyport_attempts_total";
    private static final String DURATIONS = "sallyport_call_duration_seconds";

    /// The client is to blame, or nobody is.
    private static final Set<String> HARMLESS = Set.of("upstream_refused", "upstream_stale_connection");

    private final Supplier<List<Reading>> readings;

    BackendMeters(Supplier<List<Reading>> readings) {
        this.readings = readings;
    }

    @Override
    public List<BackendCount> now() {
        Map<String, BackendCount> counts = new TreeMap<>();
        for (Reading reading : readings.get()) {
            switch (reading.metric().name()) {
                case ATTEMPTS ->
                    reading.series().forEach((labels, numbers) -> attempts(counts, reading, labels, numbers[0]));
                case DURATIONS ->
                    reading.series().forEach((labels, numbers) -> durations(counts, reading, labels, numbers));
                default -> {}
            }
        }
        return List.copyOf(counts.values());
    }

    private static void attempts(Map<String, BackendCount> counts, Reading reading, List<String> labels, long number) {
        long failed = isFailure(label(reading, labels, "code")) ? number : 0;
        add(
                counts,
                label(reading, labels, "openai_backend"),
                backend -> new BackendCount(backend, number, failed, Durations.NONE));
    }

    private static void durations(
            Map<String, BackendCount> counts, Reading reading, List<String> labels, long[] numbers) {
        // The last number is the sum of all times.
        List<Long> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < numbers.length - 1; bucket++) {
            buckets.add(numbers[bucket]);
        }
        Durations durations = new Durations(reading.metric().bounds(), buckets);
        add(counts, label(reading, labels, "openai_backend"), backend -> new BackendCount(backend, 0, 0, durations));
    }

    private static void add(Map<String, BackendCount> counts, String backend, Function<String, BackendCount> count) {
        if (!backend.isEmpty() && !backend.equals(LabelCap.OTHER)) {
            counts.merge(backend, count.apply(backend), BackendCount::plus);
        }
    }

    private static String label(Reading reading, List<String> labels, String name) {
        return labels.get(reading.metric().labels().indexOf(name));
    }

    private static boolean isFailure(String code) {
        return code.equals("rate_limited") || (code.startsWith("upstream_") && !HARMLESS.contains(code));
    }
}
