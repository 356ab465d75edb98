package io.sallyport.transport;

import org.jspecify.annotations.Nullable;

/// How a relay ended.
///
/// @param cause what was thrown, null where nothing was
public record RelayEnd(Way way, @Nullable Throwable cause) {

    /// The ways a relay can end.
    public enum Way {
        /// Everything was forwarded. The sink is not ended yet.
        COMPLETED,
        /// The client left; the upstream was cancelled.
        CLIENT_GONE,
        /// The upstream was cut before its end. The sink is not ended yet.
        UPSTREAM_CUT,
        /// Nothing came for too long; the upstream was cancelled. The sink is not ended yet.
        IDLE,
        /// The time for the whole call is up; the upstream was cancelled. The sink is not ended yet.
        TOO_LONG,
        /// A step failed; the upstream was cancelled. The sink is not ended yet.
        STEP_FAILED
    }

    static RelayEnd of(Way way) {
        return new RelayEnd(way, null);
    }

    /// Hears the end, exactly once.
    @FunctionalInterface
    public interface Listener {
        void onEnd(RelayEnd end);
    }
}
