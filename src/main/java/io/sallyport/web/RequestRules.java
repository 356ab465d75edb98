package io.sallyport.web;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.sallyport.lang.Refusal;

/// What every request head must keep before anybody reads it, on top of what Netty's decoder refuses.
///
/// Source: RFC 9112; security cases A01 to A25.
final class RequestRules {
    private RequestRules() {}

    /// Errors: RefusedException BadRequest or ExpectationFailed.
    static void check(InboundRequest request, int maxHeaders) {
        HttpRequest head = request.head();
        HeadFacts facts = request.facts();
        if (head.decoderResult().isFailure()) {
            throw refusal(head.decoderResult().cause()).asException();
        }
        if (facts.lines() > maxHeaders) {
            throw new Refusal.BadRequest("headers_too_large", "The request has too many headers.").asException();
        }
        boolean isNew = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!isNew && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw malformed("Only HTTP/1.1 and HTTP/1.0 are spoken here.").asException();
        }
        if (facts.hosts() > 1 || (facts.hosts() == 0 && isNew)) {
            throw malformed("The request needs one host header.").asException();
        }
        if (!request.path().startsWith("/")) {
            throw malformed("The request target is not a path.").asException();
        }
        if (!facts.isFramed()) {
            throw malformed("The length or the coding of the body is not acceptable.")
                    .asException();
        }
        if (facts.hasControls()) {
            throw malformed("A header value holds a control character.").asException();
        }
        if (facts.isExpectingOther()) {
            throw new Refusal.ExpectationFailed().asException();
        }
    }

    /// The path and query of a request target; a target with scheme and host loses both.
    static String originForm(String target) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return target;
        }
        int slash = target.indexOf('/', target.indexOf("://") + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    /// Drops headers whose names hold an underscore: a server behind us may read `x_api_key` as `x-api-key`.
    static void dropUnderscored(HttpRequest head) {
        for (String name : head.headers().names()) {
            if (name.indexOf('_') >= 0) {
                head.headers().remove(name);
            }
        }
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
}
