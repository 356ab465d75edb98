package io.sallyport.testkit;

import io.sallyport.lang.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A client that sends exactly the bytes it is told, also wrong ones, and reads answers strictly.
///
/// Errors: UncheckedIOException when an answer breaks HTTP or does not come in time.
/// Threads: one.
public final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Socket socket;
    private final WireReader reader;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new WireReader(socket.getInputStream());
    }

    /// One answer as it arrived.
    public record Reply(String statusLine, List<Header> headers, String body) {
        public int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        /// First value of a header.
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.isNamed(name))
                    .map(Header::value)
                    .findFirst();
        }
    }

    /// Connects to a loopback port.
    public static RawHttp to(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends the characters as single bytes, in one segment.
    public RawHttp send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends every byte in a segment of its own.
    public RawHttp trickle(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            send(bytes.substring(i, i + 1));
        }
        return this;
    }

    /// Says that nothing more will be sent.
    public RawHttp halfClose() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves so that the peer gets a reset.
    public void reset() {
        try {
            ScriptedUpstream.reset(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next answer with its body.
    public Reply reply() {
        try {
            WireReader.Head head = nextHead();
            byte[] body = hasNoBody(head.firstLine()) ? new byte[0] : reader.body(head);
            return new Reply(head.firstLine(), head.headers(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next answer's head, when the answer has no body or the body is read apart.
    public Reply head() {
        try {
            WireReader.Head head = nextHead();
            return new Reply(head.firstLine(), head.headers(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next chunk of a streamed body, empty at its end.
    public String chunk() {
        try {
            return new String(reader.chunk(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What still comes until the peer closes; a reset counts as closed.
    public String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (byte[] piece = reader.available(); piece.length > 0; piece = reader.available()) {
                rest.writeBytes(piece);
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("the peer did not close", e);
        } catch (SocketException reset) {
            return rest.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        ScriptedUpstream.drop(socket);
    }

    private WireReader.Head nextHead() throws IOException {
        return reader.head().orElseThrow(() -> new IOException("the peer closed instead of answering"));
    }

    private static boolean hasNoBody(String statusLine) {
        return statusLine.startsWith("HTTP/1.1 1") || statusLine.contains(" 204 ") || statusLine.contains(" 304 ");
    }
}
