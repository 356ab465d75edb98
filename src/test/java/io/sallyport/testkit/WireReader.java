package io.sallyport.testkit;

import io.sallyport.lang.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// HTTP/1.1 messages read from one connection byte by byte; it repairs nothing and keeps every byte it saw.
///
/// Errors: IOException for framing that RFC 9112 forbids, EOFException when the peer left in the middle.
/// Threads: one reader per connection.
final class WireReader {
    private final InputStream in;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    WireReader(InputStream in) {
        this.in = in;
    }

    /// First line and header lines of one message.
    record Head(String firstLine, List<Header> headers) {
        Head {
            headers = List.copyOf(headers);
        }

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.isNamed(name))
                    .map(Header::value)
                    .findFirst();
        }

        boolean isChunked() {
            return header("transfer-encoding")
                    .map(coding -> coding.toLowerCase(Locale.ROOT).equals("chunked"))
                    .orElse(false);
        }

        /// Declared body length in bytes; empty when the head declares none.
        Optional<Integer> length() {
            return header("content-length").map(Integer::valueOf);
        }
    }

    /// The next head; empty when the peer closed between messages.
    Optional<Head> head() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        seen.write(first);
        String firstLine = (char) first + line();
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("no header line: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return Optional.of(new Head(firstLine, headers));
    }

    /// The whole body that follows a request's head.
    byte[] body(Head head) throws IOException {
        if (!head.isChunked()) {
            return exactly(head.length().orElse(0));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            body.write(chunk);
        }
        return body.toByteArray();
    }

    /// The next chunk's bytes; empty for the last chunk, whose trailers are read away.
    byte[] chunk() throws IOException {
        int size = Integer.parseInt(line().split(";", 2)[0], 16);
        if (size > 0) {
            byte[] bytes = exactly(size);
            require(line().isEmpty(), "no line end after a chunk");
            return bytes;
        }
        String trailer = line();
        while (!trailer.isEmpty()) {
            trailer = line();
        }
        return new byte[0];
    }

    /// The next piece of a body that ends with the connection; empty at its end.
    byte[] available() throws IOException {
        byte[] buffer = new byte[8192];
        int count = in.read(buffer);
        if (count < 0) {
            return new byte[0];
        }
        seen.write(buffer, 0, count);
        return Arrays.copyOf(buffer, count);
    }

    /// Every byte read so far.
    byte[] seen() {
        return seen.toByteArray();
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        seen.write(bytes);
        if (bytes.length < count) {
            throw new EOFException("got " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("peer left in the middle of a line");
            }
            seen.write(next);
            line.write(next);
        }
        seen.write('\n');
        String text = line.toString(StandardCharsets.ISO_8859_1);
        require(text.endsWith("\r"), "line does not end with CRLF: " + text);
        return text.substring(0, text.length() - 1);
    }

    private static void require(boolean fine, String problem) throws IOException {
        if (!fine) {
            throw new IOException(problem);
        }
    }
}
