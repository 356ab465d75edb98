package io.sallyport.limit;

import java.util.Locale;

/// Whose use a limit adds up.
///
/// Source: resolution C30.
public enum Scope {
    /// Everything that goes through the gateway.
    GLOBAL,
    TENANT,
    PROJECT,
    /// The members of a group together.
    GROUP,
    USER,
    KEY,
    BACKEND_PROFILE,
    /// What clients put in `model`, or the alias it belongs to.
    MODEL,
    /// Whom a trusted program names behind its calls.
    END_USER,
    /// Every backend of a kind, such as `openai`.
    PROVIDER,
    BACKEND;

    /// As it is written in the configuration, in JSON and in the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True for what is known only when a target is chosen.
    public boolean isUpstream() {
        return this == PROVIDER || this == BACKEND;
    }
}
