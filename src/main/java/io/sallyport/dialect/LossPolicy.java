package io.sallyport.dialect;

import java.util.Locale;

/// What happens when a call cannot be carried over to a backend as it is; the later ones are stricter.
public enum LossPolicy {
    /// It is sent; answer and request log say what was lost.
    ALLOW,
    /// It is sent; log lines and metrics say what was lost, too.
    WARN,
    /// It is refused when anything would be dropped.
    STRICT;

    /// Lower-case name, as stored and shown.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The stricter of two.
    public LossPolicy and(LossPolicy other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
