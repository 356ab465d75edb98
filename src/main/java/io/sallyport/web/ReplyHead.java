package io.sallyport.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.transport.HeadLines;
import io.sallyport.transport.HeaderFields;
import io.sallyport.transport.HeaderName;

/// The head of one reply while it is being put together.
///
/// Threads: one at a time.
final class ReplyHead {
    private static final HeaderName DATE = HeaderName.of("date");
    private static final HeaderName CONTENT_TYPE = HeaderName.of("content-type");
    private static final HeaderName CONNECTION = HeaderName.of("connection");

    private final HeaderFields fields = new HeaderFields();
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

    /// Errors: IllegalArgumentException for a value with a control character, and for the server's own headers.
    void set(HeaderName name, String value) {
        if (name.isFraming()) {
            throw new IllegalArgumentException("the server itself sets " + name);
        }
        fields.set(name, value);
    }

    /// True for statuses whose replies end after the head.
    boolean isBodiless() {
        return status == HttpResponseStatus.NO_CONTENT.code() || status == HttpResponseStatus.NOT_MODIFIED.code();
    }

    /// True for a reply whose body is events.
    boolean isEventStream() {
        return fields.value(CONTENT_TYPE)
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
    }

    /// Writes everything but the framing lines and the empty line at the end.
    void write(HeadLines to, String date) {
        to.text("HTTP/1.1 ")
                .decimal(status)
                .text(" ")
                .text(HttpResponseStatus.valueOf(status).reasonPhrase())
                .line(DATE, date)
                .lines(fields);
    }

    /// The same head for HTTP/2, which has no framing lines.
    Http2Headers toHttp2(String date) {
        Http2Headers head = new DefaultHttp2Headers(false)
                .status(HttpResponseStatus.valueOf(status).codeAsText());
        head.add("date", date);
        fields.forEach((name, value) -> head.add(name.lowerCase(), value));
        return head;
    }

    /// Writes the whole head of a protocol switch.
    void writeUpgrade(HeadLines to) {
        to.text("HTTP/1.1 101 Switching Protocols")
                .line(CONNECTION, "upgrade")
                .lines(fields)
                .end();
    }
}
