package io.sallyport.ops;

import io.sallyport.telemetry.Reading;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The place of one series in the shared totals.
///
/// @param labels label values, joined with a character that no label value holds
record Slot(String metric, String labels) implements Comparable<Slot> {
    private static final String SEPARATOR = "\u001f";
    private static final Comparator<Slot> ORDER =
            Comparator.comparing(Slot::metric).thenComparing(Slot::labels);

    static Slot of(String metric, List<String> labels) {
        return new Slot(metric, String.join(SEPARATOR, labels));
    }

    /// Everything that is shared, by its place; in one order everywhere, so that writers never wait in a circle.
    static Map<Slot, long[]> shared(List<Reading> readings) {
        Map<Slot, long[]> slots = new TreeMap<>();
        for (Reading reading : readings) {
            if (reading.metric().isShared()) {
                reading.series()
                        .forEach((labels, counts) ->
                                slots.put(of(reading.metric().name(), labels), counts));
            }
        }
        return slots;
    }

    List<String> values() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(SEPARATOR, -1));
    }

    @Override
    public int compareTo(Slot other) {
        return ORDER.compare(this, other);
    }
}
