package io.sallyport.inference;

import java.util.Locale;

/// Tokens of one call in disjoint classes, so that nothing is counted twice.
///
/// Units: tokens, zero or more. A missing count is a missing TokenUsage, not a zero.
///
/// @param input read by the model and not taken from a cache
/// @param cachedInput read from the provider's prompt cache
/// @param cacheWrite written to the provider's prompt cache
/// @param output produced, reasoning included
/// @param reasoning the part of output that is reasoning
/// @param source who counted
public record TokenUsage(long input, long cachedInput, long cacheWrite, long output, long reasoning, Source source) {

    /// Who counted the tokens.
    public enum Source {
        /// The provider said so.
        REPORTED,
        /// We counted, because the provider said nothing usable.
        ESTIMATED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /// Lower-case name, as logs and the database call it.
        public String word() {
            return word;
        }
    }

    public TokenUsage {
        if (input < 0 || cachedInput < 0 || cacheWrite < 0 || output < 0 || reasoning < 0) {
            throw new IllegalArgumentException("token counts are zero or more");
        }
    }

    /// Everything the model read.
    public long prompt() {
        return Math.addExact(Math.addExact(input, cachedInput), cacheWrite);
    }

    /// Everything read and produced.
    public long total() {
        return Math.addExact(prompt(), output);
    }
}
