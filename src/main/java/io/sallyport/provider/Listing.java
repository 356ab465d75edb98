package io.sallyport.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of asking a backend for its models.
///
/// @param status HTTP status of its answer; 0 when there was none
/// @param latency until the answer was whole, or the question had failed
/// @param detail what happened, in words without secrets and addresses
/// @param models empty when there was no usable list
public record Listing(int status, Duration latency, String detail, Optional<List<String>> models) {

    /// Whether the backend lives and accepts our credential.
    public boolean isGood() {
        return models.isPresent();
    }
}
