package io.sallyport.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.transport.HeadLines;
import io.sallyport.transport.HeaderText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The head of one reply while it is being put together.
///
/// Threads: one at a time.
final class ReplyHead {
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

    /// Writes everything but the framing lines and the empty line at the end.
    void write(HeadLines to, String date) {
        to.text("HTTP/1.1 ")
                .decimal(status)
                .text(" ")
                .text(HttpResponseStatus.valueOf(status).reasonPhrase())
                .line("date", date);
        writeLines(to);
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
    void writeUpgrade(HeadLines to) {
        to.text("HTTP/1.1 101 Switching Protocols").line("connection", "upgrade");
        writeLines(to);
        to.end();
    }

    private void writeLines(HeadLines to) {
        for (int i = 0; i < lines.size(); i += 2) {
            to.line(lines.get(i), lines.get(i + 1));
        }
    }

    private static boolean isFraming(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("connection");
    }
}
