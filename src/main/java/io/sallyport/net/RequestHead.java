package io.sallyport.net;

import static io.sallyport.transport.Buffers.ascii;
import static io.sallyport.transport.Buffers.decimal;
import static io.sallyport.transport.HeaderText.token;
import static io.sallyport.transport.HeaderText.value;

import io.netty.buffer.ByteBuf;
import io.sallyport.lang.Header;
import java.net.URI;

/// Writes the head of an outgoing request.
final class RequestHead {
    private RequestHead() {}

    /// Errors: IllegalArgumentException for a method, target or header line that could end the line it stands in.
    static void write(ByteBuf to, OutboundRequest request, Origin origin) {
        ascii(to, token(request.method()));
        to.writeByte(' ');
        writeTarget(to, request.url());
        ascii(to, " HTTP/1.1\r\nhost: ");
        ascii(to, value(origin.authority()));
        boolean codingNamed = false;
        for (Header header : request.headers()) {
            writeLine(to, header);
            codingNamed |= header.isNamed("accept-encoding");
        }
        if (!codingNamed) {
            ascii(to, "\r\naccept-encoding: identity");
        }
        long length = request.length();
        if (length > 0 || expectsBody(request.method())) {
            ascii(to, "\r\ncontent-length: ");
            decimal(to, length);
        }
        ascii(to, "\r\n\r\n");
    }

    private static void writeLine(ByteBuf to, Header header) {
        to.writeShort('\r' << 8 | '\n');
        ascii(to, token(header.name()));
        to.writeShort(':' << 8 | ' ');
        ascii(to, value(header.value()));
    }

    private static void writeTarget(ByteBuf to, URI url) {
        String path = url.getRawPath();
        ascii(to, path == null || path.isEmpty() ? "/" : value(path));
        if (url.getRawQuery() != null) {
            to.writeByte('?');
            ascii(to, value(url.getRawQuery()));
        }
    }

    private static boolean expectsBody(String method) {
        return "POST".equals(method) || "PUT".equals(method) || "PATCH".equals(method);
    }
}
