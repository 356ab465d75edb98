package io.sallyport.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// A look at the traffic of a time, shared by all who watch it: however many pages are open, the database is
/// asked once in a while.
///
/// Threads: safe; of several who look at once one asks, the others wait for what it finds.
final class Glance<T> {
    /// A look at an hour is remembered for 5 seconds, one at a day for 2 minutes.
    private static final int PART = 720;

    private final Duration time;
    private final Function<Duration, T> asks;
    private final Clock clock;
    private Optional<T> seen = Optional.empty();
    private Instant until = Instant.MIN;

    /// @param asks the database about the last so much
    Glance(Duration time, Function<Duration, T> asks, Clock clock) {
        this.time = time;
        this.asks = asks;
        this.clock = clock;
    }

    synchronized T look() {
        if (!clock.instant().isBefore(until)) {
            seen = Optional.of(asks.apply(time));
            until = clock.instant().plus(time.dividedBy(PART));
        }
        return seen.orElseThrow();
    }
}
