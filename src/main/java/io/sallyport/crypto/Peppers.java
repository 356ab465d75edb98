package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The server secrets that are mixed into key hashes. The newest hashes new keys; older ones still verify theirs.
///
/// A pepper is found again by its version, a short hash of itself, so instances that share a database notice when they
/// do
/// not share the pepper.
public final class Peppers {
    private static final int SHORTEST = 16;
    private static final int VERSION_BYTES = 6;

    private final Map<String, byte[]> byVersion = new LinkedHashMap<>();

    private Peppers(List<String> newestFirst) {
        for (String pepper : newestFirst) {
            if (pepper.length() < SHORTEST) {
                throw new IllegalArgumentException("the key hash secret must have at least 16 characters");
            }
            byte[] bytes = pepper.getBytes(StandardCharsets.UTF_8);
            byVersion.putIfAbsent(versionOf(bytes), bytes);
        }
        if (byVersion.isEmpty()) {
            throw new IllegalArgumentException("the key hash secret is empty");
        }
    }

    /// Reads one or more peppers, parted by white space, the newest first.
    ///
    /// Errors: IllegalArgumentException when there is none, or one is shorter than 16 characters.
    public static Peppers parse(Secret text) {
        return new Peppers(Arrays.stream(text.reveal().split("\\s+"))
                .filter(pepper -> !pepper.isEmpty())
                .toList());
    }

    /// Version of the pepper that hashes new keys.
    public String newest() {
        return byVersion.keySet().iterator().next();
    }

    public boolean knows(String version) {
        return byVersion.containsKey(version);
    }

    Optional<byte[]> bytes(String version) {
        return Optional.ofNullable(byVersion.get(version));
    }

    private static String versionOf(byte[] pepper) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("pepper version ".getBytes(StandardCharsets.UTF_8));
            byte[] hash = Arrays.copyOf(digest.digest(pepper), VERSION_BYTES);
            return Base64.getUrlEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
