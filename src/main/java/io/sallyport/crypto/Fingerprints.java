package io.sallyport.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// Makes [Fingerprint]s: SHA-256 of a token behind a salt that lives and dies with the process.
///
/// The salt makes look-ups by fingerprint safe against timing: nobody outside can choose a token whose fingerprint
/// starts
/// like that of a real one, so a comparison that stops early tells nothing.
public final class Fingerprints {

    /// Exactly one block of SHA-256, so that the salted state is computed once and only copied later.
    private static final int SALT_BYTES = 64;

    private final MessageDigest salted;

    public Fingerprints(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        try {
            this.salted = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        salted.update(salt);
    }

    public Fingerprint of(String token) {
        MessageDigest digest = copy();
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) salted.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of the platform can be copied", e);
        }
    }
}
