package io.sallyport.limit;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The id of one limit.
public record LimitId(UUID value) {

    /// Reads an id as it is printed.
    ///
    /// Errors: IllegalArgumentException.
    public LimitId(String text) {
        this(UUID.fromString(text));
    }

    /// The id of a limit that is declared and not stored: the same for the same words, so that its use is kept
    /// when the gateway starts again.
    public static LimitId named(String... words) {
        return new LimitId(UUID.nameUUIDFromBytes(String.join("\0", words).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
