package io.sallyport.door;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Readings of query parameters that several routes share.
public final class QueryWords {
    private QueryWords() {}

    /// A moment in ISO 8601 with its offset.
    public static Optional<Instant> instant(JsonCall call, String name) {
        return call.query(name, text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    /// `true` or `false`.
    public static boolean truth(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
