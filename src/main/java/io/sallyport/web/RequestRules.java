package io.sallyport.web;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.sallyport.lang.Refusal;
import java.util.List;
import java.util.Map;

/// What every request head must keep before anybody reads it, on top of what Netty's decoder refuses.
///
/// Source: RFC 9112; security cases A01 to A25.
final class RequestRules {
    private RequestRules() {}

    /// Errors: RefusedException BadRequest or ExpectationFailed.
    static void check(HttpRequest head, int maxHeaders) {
        if (head.decoderResult().isFailure()) {
            throw refusal(head.decoderResult().cause()).asException();
        }
        HttpHeaders headers = head.headers();
        if (headers.size() > maxHeaders) {
            throw new Refusal.BadRequest("headers_too_large", "The request has too many headers.").asException();
        }
        if (!isPlainVersion(head.protocolVersion())) {
            throw malformed("Only HTTP/1.1 and HTTP/1.0 are spoken here.").asException();
        }
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && head.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            throw malformed("The request needs one host header.").asException();
        }
        if (!originForm(head.uri()).startsWith("/")) {
            throw malformed("The request target is not a path.").asException();
        }
        checkCoding(headers);
        checkValues(headers);
        checkExpectation(headers);
    }

    /// The path and query of a request target; a target with scheme and host loses both.
    static String originForm(String target) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return target;
        }
        int slash = target.indexOf('/', target.indexOf("://") + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    /// The size of the body as the head tells it: negative when it comes in chunks, 0 when the head is broken.
    static long announcedLength(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return 0;
        }
        String length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null) {
            return isNumber(length) ? Long.parseLong(length) : 0;
        }
        return head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) ? -1 : 0;
    }

    /// Why a head could not be decoded.
    static Refusal refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpHeaderException large ->
                new Refusal.BadRequest("headers_too_large", "The request's headers are too large.");
            case TooLongFrameException line -> new Refusal.BadRequest("uri_too_long", "The request line is too long.");
            default -> malformed("The request is not valid HTTP.");
        };
    }

    private static Refusal malformed(String message) {
        return new Refusal.BadRequest("malformed_request", message);
    }

    private static boolean isPlainVersion(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    /// Netty takes any list that ends in `chunked`; we take that word alone, once.
    private static void checkCoding(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw malformed("The transfer coding is not supported.").asException();
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && !isNumber(length)) {
            throw malformed("The content length is not a number.").asException();
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void checkValues(HttpHeaders headers) {
        var lines = headers.iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            CharSequence value = line.getValue();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    throw malformed("A header value holds a control character.").asException();
                }
            }
        }
    }

    private static void checkExpectation(HttpHeaders headers) {
        String expectation = headers.get(HttpHeaderNames.EXPECT);
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw new Refusal.ExpectationFailed().asException();
        }
    }
}
