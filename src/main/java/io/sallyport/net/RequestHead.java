package io.sallyport.net;

import static io.sallyport.transport.HeaderText.token;
import static io.sallyport.transport.HeaderText.value;

import io.sallyport.lang.Header;
import io.sallyport.transport.HeadLines;
import java.net.URI;

/// Writes the head of an outgoing request.
final class RequestHead {
    private RequestHead() {}

    /// Errors: IllegalArgumentException for a method, target or header line that could end the line it stands
    /// in.
    ///
    /// @param authority the value of the host header
    static void write(HeadLines to, OutboundRequest request, String authority) {
        to.text(token(request.method())).text(" ");
        writeTarget(to, request.url());
        to.text(" HTTP/1.1").line("host", value(authority));
        boolean codingNamed = false;
        for (Header header : request.headers()) {
            to.line(token(header.name()), value(header.value()));
            codingNamed |= header.isNamed("accept-encoding");
        }
        if (!codingNamed) {
            to.line("accept-encoding", "identity");
        }
        long length = request.length();
        if (length > 0 || expectsBody(request.method())) {
            to.name("content-length").decimal(length);
        }
        to.end();
    }

    private static void writeTarget(HeadLines to, URI url) {
        String path = url.getRawPath();
        to.text(path == null || path.isEmpty() ? "/" : value(path));
        if (url.getRawQuery() != null) {
            to.text("?").text(value(url.getRawQuery()));
        }
    }

    private static boolean expectsBody(String method) {
        return "POST".equals(method) || "PUT".equals(method) || "PATCH".equals(method);
    }
}
