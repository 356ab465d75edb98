package io.sallyport.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// The public half of an Ed25519 key pair: tells what its owner signed.
///
/// Threads: immutable.
/// Source: RFC 8032; RFC 8410 for the prefix.
public final class VerifyingKey {
    /// What stands before the 32 bytes of a public Ed25519 key in its X.509 form.
    private static final String PREFIX = "302a300506032b6570032100";

    private static final int KEY_BYTES = 32;

    private final PublicKey key;

    private VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /// @return empty when these cannot be the 32 bytes of a key
    static Optional<VerifyingKey> of(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] encoded = HexFormat.of().parseHex(PREFIX + HexFormat.of().formatHex(bytes));
            return Optional.of(new VerifyingKey(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    /// @param text the 32 bytes as base64url
    /// @return empty for any other text
    public static Optional<VerifyingKey> read(String text) {
        return decoded(text).flatMap(VerifyingKey::of);
    }

    /// Whether the owner of this key signed it.
    public boolean matches(byte[] signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (SignatureException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /// Whether the owner of this key signed it.
    ///
    /// @param signature as base64url
    public boolean matches(byte[] signed, String signature) {
        return decoded(signature).filter(bytes -> matches(signed, bytes)).isPresent();
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
