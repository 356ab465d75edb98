package io.sallyport.fleet;

import java.util.Optional;

/// What a node measured at one of its services.
///
/// @param p50Ms milliseconds
/// @param p95Ms milliseconds
/// @param tokensPerSecond written by its model
/// @param queueDepth calls that wait
/// @param inFlight calls that run
public record Observed(
        Optional<Double> p50Ms,
        Optional<Double> p95Ms,
        Optional<Double> tokensPerSecond,
        Optional<Long> queueDepth,
        Optional<Long> inFlight) {
    public static final Observed NOTHING =
            new Observed(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
