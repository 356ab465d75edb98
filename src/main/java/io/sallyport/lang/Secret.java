package io.sallyport.lang;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A value that prints stars: keys, passwords, tokens.
///
/// Threads: immutable.
public final class Secret {
    private static final int SHORTEST_TO_SHOW = 16;
    private static final int SHOWN = 4;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /// The value itself; the only way to read it, so that every reader can be found.
    public String reveal() {
        return value;
    }

    public boolean isBlank() {
        return value.isBlank();
    }

    /// First and last four characters for operators, or stars alone when the secret is short.
    public String masked() {
        if (value.length() < SHORTEST_TO_SHOW) {
            return "****";
        }
        return value.substring(0, SHOWN) + "..." + value.substring(value.length() - SHOWN);
    }

    @Override
    public String toString() {
        return "****";
    }

    /// Compares in constant time.
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
