package io.sallyport.testkit;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// An HTTP/2 client that sends exactly the frames it is told, also wrong ones, and hands back every frame it
/// gets. It opens no window by itself.
///
/// Errors: UncheckedIOException when the connection breaks or nothing comes in time.
/// Threads: one.
///
/// Source: RFC 9113, 6; RFC 7541, 6.2.2.
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RESET = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GO_AWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACKNOWLEDGED = 1;
    public static final int END_HEADERS = 4;

    public static final int ENHANCE_YOUR_CALM = 11;
    public static final int MAX_HEADER_LIST_SIZE = 6;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder(false);

    private RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /// One frame as it arrived.
    public record Frame(int type, int flags, int stream, Bytes content) {

        /// The number that a reset or, behind its stream, a goodbye gives as its reason.
        public int error() {
            return ByteBuffer.wrap(content.toArray()).getInt(type == GO_AWAY ? Integer.BYTES : 0);
        }
    }

    /// Shakes hands on HTTP/2 and sends the preface with settings of its own.
    public static RawHttp2 to(int port, SSLContext tls, byte... settings) {
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
            if (!socket.getApplicationProtocol().equals("h2")) {
                throw new IOException("the server does not speak HTTP/2");
            }
            RawHttp2 client = new RawHttp2(socket);
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.frame(SETTINGS, 0, 0, settings);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The content of a settings frame with one setting.
    public static byte[] setting(int name, int value) {
        return ByteBuffer.allocate(6).putShort((short) name).putInt(value).array();
    }

    /// A request's head without a body.
    public RawHttp2 get(int stream, String path) {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", path));
    }

    /// The usual lines of a head, and more.
    public static byte[] head(String method, String path, String... more) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(lines(":method", method, ":path", path, ":scheme", "https", ":authority", "a"));
        lines.writeBytes(lines(more));
        return lines.toByteArray();
    }

    /// Names and values in turn, each literal and in no table.
    public static byte[] lines(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < texts.length; i += 2) {
            out.write(0);
            string(out, texts[i]);
            string(out, texts[i + 1]);
        }
        return out.toByteArray();
    }

    public RawHttp2 frame(int type, int flags, int stream, byte... content) {
        ByteBuffer out = ByteBuffer.allocate(9 + content.length);
        out.put((byte) (content.length >> 16)).putShort((short) content.length);
        out.put((byte) type).put((byte) flags).putInt(stream).put(content);
        send(out.array());
        return this;
    }

    /// A frame whose content is one number: a reset's reason, a window's growth.
    public RawHttp2 number(int type, int stream, int number) {
        return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
    }

    /// The next frame; empty when the connection ended.
    public Optional<Frame> next() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return Optional.of(new Frame(type, flags, stream, Bytes.of(in.readNBytes(length))));
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads up to the first frame of some kind.
    public Frame until(Predicate<Frame> kind) {
        for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
            if (kind.test(frame.get())) {
                return frame.get();
            }
        }
        throw new UncheckedIOException(new EOFException("the connection ended before such a frame"));
    }

    public Frame until(int type) {
        return until(frame -> frame.type() == type);
    }

    /// The lines of a head that came.
    public Map<String, String> read(Frame head) {
        Map<String, String> lines = new LinkedHashMap<>();
        try {
            heads.decodeHeaders(
                            head.stream(), Unpooled.wrappedBuffer(head.content().toArray()))
                    .forEach(line ->
                            lines.put(line.getKey().toString(), line.getValue().toString()));
        } catch (Http2Exception e) {
            throw new UncheckedIOException(new IOException(e));
        }
        return lines;
    }

    /// The status of the next head.
    public String status() {
        return read(until(HEADERS)).getOrDefault(":status", "");
    }

    /// Reads until the server closes the connection; fails when it does not.
    public void awaitClose() {
        while (next().isPresent()) {
            // What it still says does not matter.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int length = bytes.length;
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                out.write((length & 127) | 128);
            }
            out.write(length);
        }
        out.writeBytes(bytes);
    }
}
