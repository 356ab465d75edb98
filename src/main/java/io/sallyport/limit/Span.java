package io.sallyport.limit;

import java.time.Instant;

/// A stretch of time.
///
/// @param end excluded
public record Span(Instant start, Instant end) {

    /// Says whether a moment lies in it.
    public boolean holds(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }
}
