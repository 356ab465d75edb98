package io.sallyport.journal;

import java.util.Locale;

/// What a call goes through before it is sent on, in this order.
public enum CallStage {
    /// Whose call it is was found out.
    AUTHENTICATE,
    /// Its body has come in.
    READ,
    /// It was found where it may go.
    ROUTE,
    /// Limits set aside what it may use.
    LIMIT,
    /// Guardrails looked at it.
    SCREEN;

    /// As traces call it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
