package io.sallyport.fleet;

import java.util.Locale;
import java.util.Optional;

/// Whether calls may go to a host or a service of it.
///
/// Source: requirement RO27.
public enum Availability {
    AVAILABLE,
    /// Takes calls, but others would be served sooner elsewhere.
    BUSY,
    /// Ends what it has begun and takes nothing new.
    DRAINING,
    /// The person at the machine wants it for themselves.
    PAUSED_BY_USER,
    OFFLINE,
    /// An operator does not trust it now.
    QUARANTINED;

    /// As nodes, operators and pages write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty for a word that is none of these
    public static Optional<Availability> of(String word) {
        for (Availability availability : values()) {
            if (availability.word().equals(word)) {
                return Optional.of(availability);
            }
        }
        return Optional.empty();
    }

    public boolean takesCalls() {
        return this == AVAILABLE || this == BUSY;
    }

    /// The one that keeps more calls away.
    public Availability and(Availability other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
