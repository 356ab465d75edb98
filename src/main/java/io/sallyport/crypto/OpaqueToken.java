package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Random tokens that mean nothing by themselves: session cookies, links, invitations, refresh tokens.
///
/// A token has 256 random bits, so a plain hash of it is safe to store.
public final class OpaqueToken {
    private static final int BYTES = 32;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private OpaqueToken() {}

    /// A new token, 43 characters of base64url.
    public static Secret generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(TEXT.encodeToString(bytes));
    }

    /// What is stored in its place: SHA-256 as base64url.
    public static String hash(Secret token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return TEXT.encodeToString(digest.digest(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java machine has SHA-256", e);
        }
    }
}
