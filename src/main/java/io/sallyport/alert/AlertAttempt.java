package io.sallyport.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One try to tell one target. Attempts are only ever added.
///
/// @param attempt which one it was, from 1
/// @param error why it failed; empty when it did not
public record AlertAttempt(
        UUID id, UUID alert, Instant at, Way way, String target, int attempt, Optional<String> error) {

    public boolean isSuccess() {
        return error.isEmpty();
    }
}
