package io.sallyport.guardrail;

import io.sallyport.net.Outbound;
import java.time.Duration;
import java.time.InstantSource;

/// The world as guardrails may ask it.
///
/// @param outbound connects to where services of guardrails may stand, and to no other place
/// @param models those of this gateway
/// @param patience longest time for an answer
public record Outside(Outbound outbound, Models models, InstantSource clock, Duration patience) {
    /// The same for somebody with other patience.
    Outside within(Duration other) {
        return new Outside(outbound, models, clock, other);
    }
}
