package io.sallyport.dialect.probe;

import io.sallyport.inference.Operation;
import java.util.List;
import java.util.Locale;

/// What becomes of one thing clients can ask for.
///
/// @param losses as the answer's header names them
public record Fate(Operation operation, String feature, Outcome outcome, List<String> losses) {
    /// How it gets over; the later ones are worse.
    public enum Outcome {
        /// As it is.
        CARRIED,
        /// The vendor is asked for it by other means.
        EMULATED,
        /// The vendor gets something near to it.
        CHANGED,
        /// The vendor never sees it.
        DROPPED,
        /// The call is refused with 400.
        REFUSED;

        /// Lower-case name.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
