package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes API keys for storage and compares keys with stored hashes.
///
/// A hash is HMAC-SHA-256 of the whole key under a pepper that is not in the database, written as
/// `<pepper version>:<base64url>`. No slow hash: a generated key has 256 random bits.
public final class KeyHasher {
    private static final String ALGORITHM = "HmacSHA256";

    private final Peppers peppers;

    public KeyHasher(Peppers peppers) {
        this.peppers = peppers;
    }

    public String hash(Secret key) {
        return hash(key, peppers.newest());
    }

    /// Compares a key with a stored hash in constant time.
    ///
    /// Without a stored hash, or with one whose pepper is unknown, the same work is done and the answer is no:
    /// how long it takes tells nobody whether the prefix exists.
    public boolean matches(Secret key, Optional<String> stored) {
        String version = stored.map(KeyHasher::versionOf).filter(peppers::knows).orElseGet(peppers::newest);
        byte[] actual = hash(key, version).getBytes(StandardCharsets.UTF_8);
        byte[] expected = stored.orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(actual, expected);
    }

    private String hash(Secret key, String version) {
        byte[] pepper = peppers.bytes(version).orElseThrow();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(pepper, ALGORITHM));
            byte[] hash = mac.doFinal(key.reveal().getBytes(StandardCharsets.UTF_8));
            return version + ':' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String versionOf(String stored) {
        return stored.substring(0, Math.max(0, stored.indexOf(':')));
    }
}
