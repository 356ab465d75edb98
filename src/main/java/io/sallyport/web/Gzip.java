package io.sallyport.web;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// The content coding `gzip`.
public final class Gzip {
    private Gzip() {}

    public static Bytes of(Bytes plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length() / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(bytes.toByteArray());
    }

    /// Whether whoever asks says that they can read it.
    public static boolean isTaken(WebRequest request) {
        String accepted = request.header("accept-encoding").orElse("");
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String plain = coding.replace(" ", "");
            if (plain.equals("gzip") || (plain.startsWith("gzip;") && !plain.matches("gzip;q=0(\\.0*)?"))) {
                return true;
            }
        }
        return false;
    }
}
