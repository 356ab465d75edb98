package io.sallyport.alert;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/// What tells one alert about a thing from the next one.
///
/// @param windowStart empty for a window that rolls, or for what has no window
/// @param used of a limit; after the cooldown an alert is repeated only when more was used
record Occasion(Optional<Instant> windowStart, Optional<BigInteger> used) {
    /// Of what is no limit.
    static final Occasion ANY = new Occasion(Optional.empty(), Optional.empty());
}
