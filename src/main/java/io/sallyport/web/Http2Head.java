package io.sallyport.web;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.transport.HeaderText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The head of a request over HTTP/2, in the words of HTTP/1.1.
///
/// Netty has refused what no head may hold: names in capitals, unknown or late pseudo-headers, headers of a
/// connection, a length that its body does not have. What is left here is what would mean something else to a
/// server behind us.
///
/// Source: RFC 9113, 8.2 and 8.3; security case C07.
final class Http2Head {
    private Http2Head() {}

    /// @return for a head that is refused, one that says so by its decoder result
    static HttpRequest read(Http2Headers head) {
        try {
            HttpRequest request = new DefaultHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.valueOf(HeaderText.token(text(head.method()))), target(head));
            fill(request.headers(), head);
            return request;
        } catch (IllegalArgumentException e) {
            HttpRequest refused = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
            refused.setDecoderResult(DecoderResult.failure(e));
            return refused;
        }
    }

    private static String target(Http2Headers head) {
        String target = text(head.path());
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                throw new IllegalArgumentException("a path holds a character that is not plain");
            }
        }
        return target;
    }

    private static void fill(HttpHeaders headers, Http2Headers head) {
        for (Map.Entry<CharSequence, CharSequence> line : head) {
            if (line.getKey().charAt(0) != ':') {
                headers.add(line.getKey(), line.getValue());
            }
        }
        CharSequence authority = head.authority();
        if (authority == null) {
            return;
        }
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null) {
            headers.add(HttpHeaderNames.HOST, authority);
        } else if (!host.contentEquals(authority)) {
            throw new IllegalArgumentException("two headers name two hosts");
        }
    }

    private static String text(@Nullable CharSequence value) {
        if (value == null) {
            throw new IllegalArgumentException("a head lacks its method or its path");
        }
        return value.toString();
    }
}
