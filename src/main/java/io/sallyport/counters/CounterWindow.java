package io.sallyport.counters;

import java.time.Duration;
import java.time.Instant;

/// One counter during one stretch of time; the next stretch counts from zero because it is another window.
///
/// @param end first moment that no longer belongs to it, after start
public record CounterWindow(CounterId id, Instant start, Instant end) {
    public CounterWindow {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("a window must end after it starts");
        }
    }

    boolean isOver(Instant now) {
        return !now.isBefore(end);
    }

    /// Zero when it is over.
    Duration left(Instant now) {
        return isOver(now) ? Duration.ZERO : Duration.between(now, end);
    }
}
