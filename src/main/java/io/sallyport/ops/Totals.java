package io.sallyport.ops;

import io.sallyport.telemetry.LabelCap;
import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Numbers of several instances added up, with the same cap on series as one instance has.
///
/// Threads: used by one thread.
final class Totals {
    private final Map<String, Metric> metrics = new HashMap<>();
    private final Map<String, LabelCap> caps = new HashMap<>();
    private final Map<Slot, long[]> sums = new TreeMap<>();

    Totals(List<Metric> known, int cap) {
        for (Metric metric : known) {
            metrics.put(metric.name(), metric);
            caps.put(metric.name(), new LabelCap(metric, cap));
        }
    }

    void add(MetricTable.Stored stored) {
        Slot slot = new Slot(stored.metric(), stored.labels());
        long[] counts = StoredCounts.read(stored.counts());
        if (stored.alive() || !StoredCounts.isLevel(slot, counts)) {
            sums.merge(admitted(slot), counts, StoredCounts::plus);
        }
    }

    Map<Slot, long[]> slots() {
        return sums;
    }

    /// The sums of the metrics that this version knows.
    List<Reading> readings() {
        Map<String, Map<List<String>, long[]>> series = new HashMap<>();
        sums.forEach((slot, counts) -> {
            Metric metric = metrics.get(slot.metric());
            if (metric != null && fits(metric, slot, counts)) {
                series.computeIfAbsent(slot.metric(), name -> new TreeMap<>(Reading.ORDER))
                        .put(slot.values(), counts);
            }
        });
        List<Reading> readings = new ArrayList<>();
        series.forEach((name, one) -> {
            Metric metric = metrics.get(name);
            if (metric != null) {
                readings.add(new Reading(metric, one));
            }
        });
        return readings;
    }

    private Slot admitted(Slot slot) {
        Metric metric = metrics.get(slot.metric());
        LabelCap cap = caps.get(slot.metric());
        return metric == null
                        || cap == null
                        || slot.values().size() != metric.labels().size()
                ? slot
                : Slot.of(slot.metric(), cap.admit(slot.values()));
    }

    private static boolean fits(Metric metric, Slot slot, long[] counts) {
        return slot.values().size() == metric.labels().size() && counts.length == metric.width();
    }
}
