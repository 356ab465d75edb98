package io.sallyport.web;

import static io.sallyport.transport.Buffers.ascii;
import static io.sallyport.transport.Buffers.decimal;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.transport.HeaderText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The head of one reply while it is being put together.
///
/// Threads: one at a time.
final class ReplyHead {
    private static final int ESTIMATE = 256;

    private final List<String> lines = new ArrayList<>(12);
    private int status = HttpResponseStatus.OK.code();

    int status() {
        return status;
    }

    void status(int code) {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("a reply's status is 200 to 599, is " + code);
        }
        status = code;
    }

    void set(String name, String value) {
        HeaderText.token(name);
        HeaderText.value(value);
        if (isFraming(name)) {
            throw new IllegalArgumentException("the server itself sets " + name);
        }
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equalsIgnoreCase(name)) {
                lines.set(i + 1, value);
                return;
            }
        }
        lines.add(name);
        lines.add(value);
    }

    /// True for statuses whose replies end after the head.
    boolean isBodiless() {
        return status == HttpResponseStatus.NO_CONTENT.code() || status == HttpResponseStatus.NOT_MODIFIED.code();
    }

    /// True for a reply whose body is events.
    boolean isEventStream() {
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equalsIgnoreCase("content-type")) {
                return lines.get(i + 1).startsWith("text/event-stream");
            }
        }
        return false;
    }

    /// Bytes the head will about need.
    int estimate() {
        int sum = ESTIMATE;
        for (String line : lines) {
            sum += line.length();
        }
        return sum;
    }

    /// Writes everything but the framing lines and the empty line at the end.
    void write(ByteBuf to, String date) {
        HttpResponseStatus known = HttpResponseStatus.valueOf(status);
        ascii(to, "HTTP/1.1 ");
        decimal(to, status);
        to.writeByte(' ');
        ascii(to, known.reasonPhrase());
        line(to, "date", date);
        for (int i = 0; i < lines.size(); i += 2) {
            line(to, lines.get(i), lines.get(i + 1));
        }
    }

    /// The same head for HTTP/2, which has no framing lines.
    Http2Headers toHttp2(String date) {
        Http2Headers head = new DefaultHttp2Headers(false)
                .status(HttpResponseStatus.valueOf(status).codeAsText());
        head.add("date", date);
        for (int i = 0; i < lines.size(); i += 2) {
            head.add(lines.get(i).toLowerCase(Locale.ROOT), lines.get(i + 1));
        }
        return head;
    }

    /// Writes the whole head of a protocol switch.
    void writeUpgrade(ByteBuf to) {
        ascii(to, "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade");
        for (int i = 0; i < lines.size(); i += 2) {
            line(to, lines.get(i), lines.get(i + 1));
        }
        end(to);
    }

    static void line(ByteBuf to, String name, String value) {
        newLine(to);
        ascii(to, name);
        to.writeShort(':' << 8 | ' ');
        ascii(to, value);
    }

    static void contentLength(ByteBuf to, long length) {
        newLine(to);
        ascii(to, "content-length: ");
        decimal(to, length);
    }

    static void end(ByteBuf to) {
        newLine(to);
        newLine(to);
    }

    private static void newLine(ByteBuf to) {
        to.writeShort('\r' << 8 | '\n');
    }

    private static boolean isFraming(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("connection");
    }
}
