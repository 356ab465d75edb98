package io.sallyport.alert;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/// What tells one alert about a thing from the next one.
///
/// @param windowStart empty for a window that rolls, or for what has no window
/// @param measure used part of a limit, or the limit that will not last; after the cooldown an alert is
///     repeated only when it is another
record Occasion(Optional<Instant> windowStart, Optional<BigInteger> measure) {
    /// Of what is no limit.
    static final Occasion ANY = new Occasion(Optional.empty(), Optional.empty());
}
