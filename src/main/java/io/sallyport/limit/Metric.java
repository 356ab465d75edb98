package io.sallyport.limit;

import java.util.Locale;

/// What a limit counts.
public enum Metric {
    /// Calls.
    REQUESTS,
    /// Tokens, read and produced.
    TOKENS,
    /// Money, in pico-dollars.
    COST,
    /// Calls that run at the same time.
    PARALLEL;

    /// As it is written in the configuration, in JSON and in the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
