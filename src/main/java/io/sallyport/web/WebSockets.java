package io.sallyport.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.lang.Refusal;
import io.sallyport.transport.FrameSocket;
import io.sallyport.transport.WebSocketKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The way from a request to a WebSocket. Only an endpoint that calls [#accept] has one; everywhere else an upgrade is
/// ignored.
///
/// Source: RFC 6455, 4.2.
public final class WebSockets {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private WebSockets() {}

    /// True when a request asks for a WebSocket.
    public static boolean isRequested(WebRequest request) {
        HttpHeaders headers = ((InboundRequest) request).head().headers();
        return request.method().equals("GET")
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /// The sub-protocols a client offers, in its order.
    public static List<String> protocols(WebRequest request) {
        return request.headers("sec-websocket-protocol").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// Refuses a handshake that [#accept] could not answer.
    ///
    /// Errors: RefusedException BadRequest.
    public static void check(WebRequest request) {
        boolean isWhole = isRequested(request)
                && request.header("sec-websocket-version").orElse("").equals(VERSION)
                && isKey(request.header("sec-websocket-key").orElse(""));
        if (!isWhole) {
            throw new Refusal.BadRequest("malformed_request", "This path needs a WebSocket handshake.").asException();
        }
    }

    /// Answers 101 and turns the connection into a WebSocket. Call on the event loop, once, instead of sending.
    ///
    /// Errors: RefusedException BadRequest for a handshake that is not whole.
    ///
    /// @param protocol the sub-protocol chosen from those the client offered, if any
    public static FrameSocket accept(WebRequest request, WebReply reply, Optional<String> protocol) {
        check(request);
        String key = request.header("sec-websocket-key").orElse("");
        reply.header("upgrade", "websocket").header("sec-websocket-accept", WebSocketKey.answer(key));
        protocol.ifPresent(name -> reply.header("sec-websocket-protocol", name));
        return ((InboundReply) reply).upgrade();
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
