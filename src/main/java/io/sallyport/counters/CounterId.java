package io.sallyport.counters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names one counter by 128 bits of a hash, so that whatever people typed never becomes part of a key in a store.
///
/// Source: security row F17.
public record CounterId(long high, long low) {

    /// The counter of these words; other words, or the same ones cut elsewhere, name another counter.
    public static CounterId of(String... words) {
        MessageDigest digest = sha256();
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new CounterId(hash.getLong(), hash.getLong());
    }

    /// Always 32 hexadecimal digits.
    public String text() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    @Override
    public String toString() {
        return text();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
