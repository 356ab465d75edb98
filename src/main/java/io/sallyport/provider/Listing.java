package io.sallyport.provider;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What came of asking a backend for its models.
///
/// @param status HTTP status of its answer; 0 when there was none
/// @param latency until the answer was whole, or the question had failed
/// @param detail what happened, in words without secrets and addresses
/// @param models empty when there was no usable list
public record Listing(int status, Duration latency, String detail, Optional<List<String>> models) {

    /// A backend that answers so lives, although it has no list of models.
    private static final Set<Integer> WITHOUT_LIST = Set.of(404, 405);

    /// Whether the backend lives.
    public boolean isAlive() {
        return isGood() || WITHOUT_LIST.contains(status);
    }

    /// Whether the backend lives and accepts our credential.
    public boolean isGood() {
        return models.isPresent();
    }
}
