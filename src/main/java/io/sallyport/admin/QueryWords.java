package io.sallyport.admin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Readings of query parameters that several routes share.
final class QueryWords {
    private QueryWords() {}

    /// A moment in ISO 8601 with its offset.
    static Optional<Instant> instant(AdminCall call, String name) {
        return call.query(name, text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    static boolean truth(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
