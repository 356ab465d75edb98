package io.sallyport.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// All series of one metric, at most so many that no client can fill the memory with label values.
///
/// Threads: safe. Looking a series up allocates; a caller on the hot path keeps what it found.
///
/// @param <S> what counts
public final class Family<S extends Series> {
    /// The value of every open label in the series that takes what is over the cap.
    public static final String OTHER = "other";

    private static final int LONGEST_VALUE = 128;

    private final Metric metric;
    private final int cap;
    private final Supplier<S> fresh;
    private final Map<List<String>, S> series = new ConcurrentHashMap<>();
    private final Set<List<String>> known = ConcurrentHashMap.newKeySet();

    Family(Metric metric, int cap, Supplier<S> fresh) {
        this.metric = metric;
        this.cap = cap;
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
        return series.computeIfAbsent(capped(values.stream().map(Family::tame).toList()), labels -> fresh.get());
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

    private List<String> capped(List<String> values) {
        int open = metric.open().size();
        List<String> traffic = values.subList(0, open);
        if (open == 0 || known.contains(traffic)) {
            return values;
        }
        if (known.size() < cap) {
            known.add(traffic);
            return values;
        }
        List<String> overflow = new ArrayList<>(Collections.nCopies(open, OTHER));
        overflow.addAll(values.subList(open, values.size()));
        return List.copyOf(overflow);
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
