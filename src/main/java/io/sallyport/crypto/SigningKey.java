package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The private half of an Ed25519 key pair.
///
/// Threads: immutable.
/// Source: RFC 8032.
public final class SigningKey {
    private static final int PUBLIC_BYTES = 32;

    private final PrivateKey key;

    private SigningKey(PrivateKey key) {
        this.key = key;
    }

    /// A new pair.
    ///
    /// @param publicText the public half, for [VerifyingKey#read(String)]
    public record Pair(SigningKey key, String publicText) {}

    public static Pair generate() {
        try {
            KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = made.getPublic().getEncoded();
            byte[] bare = Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
            return new Pair(new SigningKey(made.getPrivate()), text(bare));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /// @param kept what [#text()] was
    /// @return empty for any other text
    public static Optional<SigningKey> read(Secret kept) {
        try {
            byte[] encoded = Base64.getUrlDecoder().decode(kept.reveal());
            return Optional.of(new SigningKey(
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The key as it can be kept.
    public Secret text() {
        return Secret.of(text(key.getEncoded()));
    }

    /// @return base64url
    public String sign(byte[] said) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(said);
            return text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
