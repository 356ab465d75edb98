package io.sallyport.journal;

import java.util.Locale;

/// How much of a call is kept besides its facts. The order is from strict to open.
public enum Capture {
    /// Neither headers nor bodies.
    NONE,
    /// Sanitised headers, no bodies.
    METADATA,
    /// As metadata, and bodies as guardrails masked them; of a call whose request or answer was not masked,
    /// none.
    MASKED,
    /// Sanitised headers, and bodies up to the configured size.
    FULL;

    /// The stricter of two rules: deployment, tenant and profile may each have one, and the strictest wins
    /// (C13).
    public Capture strictest(Capture other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
