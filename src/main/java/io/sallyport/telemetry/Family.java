package io.sallyport.telemetry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// All series of one metric, at most so many that no client can fill the memory with label values.
///
/// Threads: safe. Looking a series up allocates; a caller on the hot path keeps what it found.
///
/// @param <S> what counts
public final class Family<S extends Series> {
    private static final int LONGEST_VALUE = 128;

    private final Metric metric;
    private final LabelCap cap;
    private final Supplier<S> fresh;
    private final Map<List<String>, S> series = new ConcurrentHashMap<>();

    Family(Metric metric, int cap, Supplier<S> fresh) {
        this.metric = metric;
        this.cap = new LabelCap(metric, cap);
        this.fresh = fresh;
    }

    /// The series of these label values, in the order of [Metric#labels()].
    public S with(String... values) {
        return with(List.of(values));
    }

    public S with(List<String> values) {
        if (values.size() != metric.labels().size()) {
            throw new IllegalArgumentException(metric.name() + " has the labels " + metric.labels());
        }
        return series.computeIfAbsent(
                cap.admit(values.stream().map(Family::tame).toList()), labels -> fresh.get());
    }

    Metric metric() {
        return metric;
    }

    Reading read() {
        Map<List<String>, long[]> read = new TreeMap<>(Reading.ORDER);
        series.forEach((labels, one) -> read.put(labels, one.read()));
        return new Reading(metric, read);
    }

    void put(List<String> labels, S one) {
        if (series.putIfAbsent(labels, one) != null) {
            throw new IllegalStateException(metric.name() + labels + " is there already");
        }
    }

    /// A value without what neither a database nor a terminal takes, and of bounded length.
    private static String tame(String value) {
        String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        return cut.codePoints().noneMatch(Family::isHostile)
                ? cut
                : cut.codePoints()
                        .map(c -> isHostile(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isHostile(int c) {
        return Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
