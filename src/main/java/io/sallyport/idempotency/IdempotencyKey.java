package io.sallyport.idempotency;

import io.sallyport.lang.Refusal.BadRequest;
import java.util.List;
import java.util.Optional;

/// What a client calls one thing it wants done: 1 to 255 printable ASCII characters of its choice.
public record IdempotencyKey(String value) {
    /// The request header.
    public static final String HEADER = "idempotency-key";

    private static final int LONGEST = 255;

    /// Errors: BadRequest `invalid_value`.
    public IdempotencyKey {
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (value.isBlank() || value.length() > LONGEST || !printable) {
            throw wrong("Idempotency-Key takes 1 to " + LONGEST + " printable ASCII characters.");
        }
    }

    /// The key in the lines of the header; empty when there is none.
    ///
    /// Errors: BadRequest `invalid_value` for two lines, too.
    public static Optional<IdempotencyKey> read(List<String> lines) {
        if (lines.size() > 1) {
            throw wrong("Idempotency-Key may be given once.");
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new IdempotencyKey(lines.getFirst()));
    }

    private static RuntimeException wrong(String message) {
        return new BadRequest("invalid_value", message, "Idempotency-Key").asException();
    }
}
