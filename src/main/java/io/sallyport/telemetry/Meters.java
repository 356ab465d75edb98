package io.sallyport.telemetry;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Every metric of this instance.
///
/// Threads: safe. Metrics are declared once when the house is built.
public final class Meters {
    private final int cap;
    private final Map<String, Family<?>> families = new ConcurrentHashMap<>();

    /// @param maxSeries most combinations of open label values per metric; what is over it is counted as `other`
    public Meters(int maxSeries) {
        this.cap = maxSeries;
    }

    /// Most combinations of open label values per metric.
    public int maxSeries() {
        return cap;
    }

    public Family<Counter> counters(Metric metric) {
        return declared(new Family<>(metric, cap, Counter::new));
    }

    /// A counter without labels.
    public Counter counter(Metric metric) {
        return counters(metric).with();
    }

    public Family<Histogram> histograms(Metric metric) {
        return declared(new Family<>(metric, cap, () -> new Histogram(metric.bounds())));
    }

    /// A metric without labels whose number somebody else keeps; asked at every scrape, so it must be cheap.
    public void observe(Metric metric, LongSupplier number) {
        observe(metric, Map.of(List.of(), number));
    }

    /// A metric whose numbers somebody else keeps, by label values.
    public void observe(Metric metric, Map<List<String>, LongSupplier> numbers) {
        Family<Series> family = new Family<>(metric, cap, () -> {
            throw new IllegalStateException(metric.name() + " is only observed");
        });
        numbers.forEach((labels, number) -> family.put(labels, () -> new long[] {number.getAsLong()}));
        declared(family);
    }

    /// What all metrics say now, by name.
    public List<Reading> read() {
        return families.values().stream()
                .map(Family::read)
                .sorted(Comparator.comparing(reading -> reading.metric().name()))
                .toList();
    }

    private <F extends Family<?>> F declared(F family) {
        if (families.putIfAbsent(family.metric().name(), family) != null) {
            throw new IllegalStateException(family.metric().name() + " is declared twice");
        }
        return family;
    }
}
