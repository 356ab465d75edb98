package io.sallyport.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many calls there were, step by step.
///
/// @param stepSeconds length of a step
/// @param bars every step of the time, also those without calls
public record CallTimeline(long stepSeconds, List<Bar> bars) {

    /// One step.
    ///
    /// @param start its first moment
    public record Bar(Instant start, long calls, long failures) {}

    /// A time that is looked at in steps.
    ///
    /// @param step whole seconds; so long that there are at most about 120 steps
    public record Span(Instant from, Instant to, Duration step) {
        private static final int MOST_STEPS = 120;
        private static final List<Duration> STEPS = List.of(
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ofDays(1),
                Duration.ofDays(7));

        /// The time with the shortest steps that are not too many.
        ///
        /// Errors: IllegalArgumentException when it is empty, or longer than two years.
        public static Span of(Instant from, Instant to) {
            Duration whole = Duration.between(from, to);
            for (Duration step : STEPS) {
                if (whole.isPositive() && whole.dividedBy(step) < MOST_STEPS) {
                    long seconds = step.toSeconds();
                    Instant start = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), seconds) * seconds);
                    return new Span(start, to, step);
                }
            }
            throw new IllegalArgumentException("a time with an end after its start, of two years at most");
        }

        /// The first moment of a step, counted from zero.
        public Instant start(int number) {
            return from.plus(step.multipliedBy(number));
        }

        int steps() {
            return (int) Math.ceilDiv(Duration.between(from, to).toMillis(), step.toMillis());
        }
    }

    /// The steps of a time, with those that have calls.
    ///
    /// @param known by the number of their step
    public static CallTimeline of(Span span, Map<Integer, Bar> known) {
        List<Bar> bars = new ArrayList<>();
        for (int step = 0; step < span.steps(); step++) {
            bars.add(known.getOrDefault(step, new Bar(span.start(step), 0, 0)));
        }
        return new CallTimeline(span.step().toSeconds(), bars);
    }
}
