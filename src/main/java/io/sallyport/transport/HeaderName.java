package io.sallyport.transport;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The name of a header, checked once and ready to be written.
///
/// Names that differ only in case are equal. Threads: immutable.
public final class HeaderName {
    private static final Set<String> FRAMING = Set.of("connection", "content-length", "transfer-encoding");

    private final String lowerCase;
    private final int hash;
    private final byte[] start;
    private final boolean isFraming;

    /// Errors: IllegalArgumentException when the text is no token.
    HeaderName(String text) {
        lowerCase = HeaderText.token(text).toLowerCase(Locale.ROOT);
        hash = lowerCase.hashCode();
        start = ("\r\n" + text + ": ").getBytes(StandardCharsets.US_ASCII);
        isFraming = FRAMING.contains(lowerCase);
    }

    /// Errors: IllegalArgumentException when the text is no token of RFC 9110.
    public static HeaderName of(String text) {
        HeaderName known = KnownNames.checked(text);
        return known == null ? new HeaderName(text) : known;
    }

    /// The name as HTTP/2 has it.
    public String lowerCase() {
        return lowerCase;
    }

    /// True for headers that say where a message of HTTP/1.1 ends, or whether its connection lives on.
    public boolean isFraming() {
        return isFraming;
    }

    /// The end of the line before, the name as it was spelled, a colon and a space.
    byte[] start() {
        return start;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof HeaderName name && hash == name.hash && lowerCase.equals(name.lowerCase));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return lowerCase;
    }
}
