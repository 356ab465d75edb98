package io.sallyport.portal;

import io.sallyport.lang.Bytes;
import io.sallyport.web.Gzip;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// One file of `ui/` as it goes over the wire.
///
/// @param path where a browser finds it
/// @param type its content type
/// @param gzip the same, compressed
/// @param tag a strong entity tag, without the suffix of the compressed form
record Asset(String path, String type, Bytes plain, Bytes gzip, String tag) {
    private static final int TAG_BYTES = 12;

    static Asset of(String path, String type, byte[] content) {
        String digest = HexFormat.of().formatHex(digest(content), 0, TAG_BYTES);
        return new Asset(path, type, Bytes.of(content), Gzip.of(Bytes.of(content)), digest);
    }

    /// The content type a name stands for; empty for what is no asset.
    static Optional<String> typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> Optional.of("text/css; charset=utf-8");
            case "js" -> Optional.of("text/javascript; charset=utf-8");
            case "svg" -> Optional.of("image/svg+xml");
            case "png" -> Optional.of("image/png");
            default -> Optional.empty();
        };
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
