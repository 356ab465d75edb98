package io.sallyport.alert;

import io.sallyport.lang.TenantId;
import java.util.Optional;

/// Which alerts are asked for; what is empty does not narrow.
///
/// @param cause id of a limit, or what was measured at a backend
/// @param outcome how telling people went
public record AlertFilter(
        Optional<Alert.Kind> kind,
        Optional<AlertLevel> level,
        Optional<String> cause,
        Optional<TenantId> tenant,
        Optional<Outcome> outcome) {

    /// How telling people went.
    public enum Outcome {
        /// At least one attempt failed.
        FAILED
    }
}
