package io.sallyport.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A SHA-256 over texts, to find again what may not be kept as it is.
///
/// Threads: one owner.
public final class TextDigest {
    private static final int BRIEF_BYTES = 6;

    private final MessageDigest digest = sha256();

    private TextDigest() {}

    /// Lengths stand before the parts, so that no two lists have the same digest.
    public static TextDigest of(List<String> parts) {
        TextDigest made = new TextDigest();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            made.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            made.digest.update(bytes);
        }
        return made;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java machine has SHA-256", e);
        }
    }

    /// Adds a piece of the last text, which may come in any number of them.
    public void add(String piece) {
        digest.update(piece.getBytes(StandardCharsets.UTF_8));
    }

    /// Twelve hexadecimal digits, for people to see whether two texts are the same; ends the digest.
    public String brief() {
        return HexFormat.of().formatHex(digest.digest(), 0, BRIEF_BYTES);
    }

    /// 43 characters of base64url; ends the digest.
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }
}
