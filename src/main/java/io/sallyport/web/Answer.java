package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;

/// A whole answer as a value, for code that computes one and returns it.
public record Answer(int status, List<Header> headers, Bytes body) {
    private static final int NO_CONTENT = 204;

    public Answer {
        headers = List.copyOf(headers);
    }

    public static Answer json(int status, Bytes body) {
        return new Answer(status, List.of(new Header("content-type", "application/json")), body);
    }

    /// Done, and there is nothing to say.
    public static Answer nothing() {
        return new Answer(NO_CONTENT, List.of(), Bytes.EMPTY);
    }

    void writeTo(WebReply reply) {
        reply.status(status);
        for (Header header : headers) {
            reply.header(header.name(), header.value());
        }
        reply.send(body);
    }
}
