package io.sallyport.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// A backend that says in its answer what it was asked: in words, in its thoughts, and to a tool; streamed sign
/// by sign.
final class EchoingUpstream implements AutoCloseable {
    private final HttpServer server;
    private volatile String last = "";

    private EchoingUpstream(HttpServer server) {
        this.server = server;
    }

    static EchoingUpstream start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            EchoingUpstream upstream = new EchoingUpstream(server);
            server.createContext("/", upstream::answer);
            server.start();
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The last request it was sent.
    String last() {
        return last;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, "application/json", "{\"object\":\"list\",\"data\":[]}");
            return;
        }
        last = body;
        Json asked = Json.parse(body);
        String said = asked.path("messages.0.content").text();
        if (asked.get("stream").boolOr(false)) {
            send(exchange, "text/event-stream", events(said));
        } else {
            send(exchange, "application/json", whole(said));
        }
    }

    private static String whole(String said) {
        JsonObject message = Json.object()
                .put("role", "assistant")
                .put("content", "You wrote: " + said)
                .put("reasoning_content", "They say " + said)
                .put("tool_calls", Json.array().add(call(arguments(said))));
        return Json.parse(ChatWords.answer(""))
                .toString()
                .replace(
                        "{\"role\":\"assistant\",\"content\":\"\"}",
                        message.toJson().toString());
    }

    private static String arguments(String said) {
        return Json.object().put("to", said).toJson().toString();
    }

    private static JsonObject call(String arguments) {
        return Json.object()
                .put("index", 0)
                .put("id", "call_1")
                .put("type", "function")
                .put("function", Json.object().put("name", "send").put("arguments", arguments));
    }

    private static String events(String said) {
        StringBuilder events = new StringBuilder();
        pieces(events, "They say " + said, piece -> Json.object().put("reasoning_content", piece));
        pieces(events, "You wrote: " + said, piece -> Json.object().put("content", piece));
        pieces(
                events,
                arguments(said),
                piece -> Json.object().put("tool_calls", Json.array().add(call(piece))));
        event(events, ChatWords.chunk(Json.object(), "\"stop\""));
        event(events, "[DONE]");
        return events.toString();
    }

    private static void pieces(StringBuilder events, String text, Function<String, JsonObject> delta) {
        text.chars()
                .mapToObj(Character::toString)
                .forEach(piece -> event(events, ChatWords.chunk(delta.apply(piece), "null")));
    }

    private static void event(StringBuilder events, String data) {
        events.append("data: ").append(data).append("\n\n");
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /// What all chunks of a stream say together in one member of their deltas.
    static String said(String events, String member) {
        StringBuilder said = new StringBuilder();
        for (String line : events.lines().toList()) {
            if (line.startsWith("data: {")) {
                Json delta = Json.parse(line.substring(6)).path("choices.0.delta");
                Json in = member.equals("arguments") ? delta.path("tool_calls.0.function") : delta;
                said.append(in.get(member).textOr(""));
            }
        }
        return said.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
