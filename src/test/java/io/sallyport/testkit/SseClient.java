package io.sallyport.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A strict reader of one event stream over a raw socket; it notes when each event arrived and how the stream
/// ended.
///
/// Errors: AssertionError as soon as a line is none of the few forms our gateway may write.
/// Threads: one reader per stream.
public final class SseClient implements AutoCloseable {
    private final Socket socket;
    private final WireReader reader;
    private final WireReader.Head head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final StringBuilder pending = new StringBuilder();
    private Ending ending = Ending.OPEN;

    private SseClient(Socket socket, WireReader reader, WireReader.Head head) {
        this.socket = socket;
        this.reader = reader;
        this.head = head;
    }

    /// How a stream is doing.
    public enum Ending {
        OPEN,
        /// The body was ended as its framing demands.
        CLEAN,
        /// The connection broke before the body's end.
        CUT
    }

    /// One event.
    ///
    /// @param name the event field, empty when there was none
    /// @param nanos arrival on the clock of [System#nanoTime()]
    public record Event(String name, String data, long nanos) {}

    /// Posts a JSON body and reads the answer's head; waits a minute for each byte.
    public static SseClient post(URI url, Map<String, String> headers, String json) {
        try {
            Socket socket = new Socket(url.getHost(), url.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            socket.getOutputStream().write(request(url, headers, json));
            WireReader reader = new WireReader(socket.getInputStream());
            WireReader.Head head = reader.head().orElseThrow(() -> new EOFException("no answer"));
            return new SseClient(socket, reader, head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] request(URI url, Map<String, String> headers, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST ")
                .append(url.getRawPath())
                .append(url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
                .append(" HTTP/1.1\r\nhost: ")
                .append(url.getAuthority())
                .append("\r\ncontent-type: application/json\r\ncontent-length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    public int status() {
        return Integer.parseInt(head.firstLine().split(" ", 3)[1]);
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    /// The next event; empty once the stream ended.
    public Optional<Event> next() {
        int end = pending.indexOf("\n\n");
        while (end < 0 && ending == Ending.OPEN) {
            pull();
            end = pending.indexOf("\n\n");
        }
        if (end < 0) {
            return Optional.empty();
        }
        String block = pending.substring(0, end);
        pending.delete(0, end + 2);
        return Optional.of(parse(block));
    }

    /// All events that are left.
    public List<Event> rest() {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    /// The whole body of an answer that is no stream.
    public String text() {
        while (ending == Ending.OPEN) {
            pull();
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    public Ending ending() {
        return ending;
    }

    /// Bytes of an unfinished event at the stream's end.
    public String unfinished() {
        return pending.toString();
    }

    /// Closes the sending direction and goes on reading.
    public void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ScriptedUpstream.drop(socket);
    }

    private void pull() {
        try {
            byte[] piece = piece();
            body.writeBytes(piece);
            pending.append(new String(piece, StandardCharsets.ISO_8859_1));
        } catch (EOFException | SocketException cut) {
            ending = Ending.CUT;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] piece() throws IOException {
        if (head.isChunked()) {
            byte[] chunk = reader.chunk();
            ending = chunk.length == 0 ? Ending.CLEAN : Ending.OPEN;
            return chunk;
        }
        byte[] whole = reader.body(head);
        ending = Ending.CLEAN;
        return whole;
    }

    /// Pending text is kept byte by byte, so that a character split over two chunks survives.
    private static Event parse(String block) {
        long now = System.nanoTime();
        String name = "";
        List<String> lines = new ArrayList<>();
        for (String raw : block.split("\n", -1)) {
            String line = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            String[] field = line.split(": ?", 2);
            switch (field[0]) {
                case "event" -> name = field[1];
                case "data" -> lines.add(field.length == 1 ? "" : field[1]);
                case "", "id", "retry" -> {
                    // Comments and what browsers use to connect again.
                }
                default -> throw new AssertionError("not an event line: " + line);
            }
        }
        return new Event(name, String.join("\n", lines), now);
    }
}
