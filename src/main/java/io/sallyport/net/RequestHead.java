package io.sallyport.net;

import io.sallyport.lang.Header;
import io.sallyport.transport.HeadLines;
import io.sallyport.transport.HeaderName;
import java.net.URI;

/// Writes the head of an outgoing request.
final class RequestHead {
    private static final HeaderName HOST = HeaderName.of("host");
    private static final HeaderName ACCEPT_ENCODING = HeaderName.of("accept-encoding");
    private static final HeaderName CONTENT_LENGTH = HeaderName.of("content-length");

    private RequestHead() {}

    /// Errors: IllegalArgumentException for a method, target or header line that could end the line it stands
    /// in.
    ///
    /// @param authority the value of the host header
    static void write(HeadLines to, OutboundRequest request, String authority) {
        to.token(request.method()).text(" ");
        writeTarget(to, request.url());
        to.text(" HTTP/1.1").line(HOST, authority);
        boolean codingNamed = false;
        for (Header header : request.headers()) {
            to.line(header.name(), header.value());
            codingNamed |= header.isNamed("accept-encoding");
        }
        if (!codingNamed) {
            to.line(ACCEPT_ENCODING, "identity");
        }
        long length = request.length();
        if (length > 0 || expectsBody(request.method())) {
            to.name(CONTENT_LENGTH).decimal(length);
        }
        to.end();
    }

    private static void writeTarget(HeadLines to, URI url) {
        String path = url.getRawPath();
        to.text(path == null || path.isEmpty() ? "/" : path);
        if (url.getRawQuery() != null) {
            to.text("?").text(url.getRawQuery());
        }
    }

    private static boolean expectsBody(String method) {
        return "POST".equals(method) || "PUT".equals(method) || "PATCH".equals(method);
    }
}
