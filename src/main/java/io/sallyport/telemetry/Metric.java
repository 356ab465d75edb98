package io.sallyport.telemetry;

import java.util.ArrayList;
import java.util.List;

/// What one metric is: its name, its meaning, its labels and its unit. The numbers are in a [Family].
///
/// @param name as Prometheus shows it, in base units, a counter with `_total` at its end
/// @param open labels whose values come from traffic; the number of their combinations is capped
/// @param closed labels whose values the code knows
/// @param perUnit how many counted steps make one unit, for example 1,000,000 microseconds make a second
/// @param bounds upper bounds of a histogram's buckets in counted steps, ascending; empty for other kinds
public record Metric(
        Kind kind, String name, String help, List<String> open, List<String> closed, long perUnit, List<Long> bounds) {

    /// How the number moves and how numbers of several instances become one.
    public enum Kind {
        /// Only grows; added up over all instances that ever were.
        COUNTER,
        /// Observations in buckets; added up over all instances that ever were.
        HISTOGRAM,
        /// Goes up and down; added up over the instances that are alive.
        LEVEL,
        /// Goes up and down; says something about one instance and is never added up.
        GAUGE
    }

    public Metric {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
        bounds = List.copyOf(bounds);
        if (perUnit < 1) {
            throw new IllegalArgumentException("metric " + name + " needs a unit");
        }
        if (kind == Kind.COUNTER != name.endsWith("_total")) {
            throw new IllegalArgumentException("metric " + name + ": a counter, and nothing else, ends in _total");
        }
    }

    public static Metric counter(String name, String help, List<String> open, List<String> closed) {
        return new Metric(Kind.COUNTER, name, help, open, closed, 1, List.of());
    }

    public static Metric gauge(String name, String help, String... closed) {
        return new Metric(Kind.GAUGE, name, help, List.of(), List.of(closed), 1, List.of());
    }

    public static Metric level(String name, String help, String... closed) {
        return new Metric(Kind.LEVEL, name, help, List.of(), List.of(closed), 1, List.of());
    }

    /// A histogram of times, counted in microseconds and shown in seconds.
    public static Metric durations(
            String name, String help, List<String> open, List<String> closed, List<Long> boundsMicros) {
        return new Metric(Kind.HISTOGRAM, name, help, open, closed, 1_000_000, boundsMicros);
    }

    /// The same metric, counted in finer steps than it is shown.
    public Metric countedPer(long stepsPerUnit) {
        return new Metric(kind, name, help, open, closed, stepsPerUnit, bounds);
    }

    /// All label names, the open ones first.
    public List<String> labels() {
        List<String> labels = new ArrayList<>(open);
        labels.addAll(closed);
        return labels;
    }

    /// How many numbers [Series#read()] says.
    public int width() {
        return kind == Kind.HISTOGRAM ? bounds.size() + 2 : 1;
    }

    /// Whether numbers of this metric are shared between instances.
    public boolean isShared() {
        return kind != Kind.GAUGE;
    }
}
