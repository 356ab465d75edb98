package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Settled;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.SseClient.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A thousand streams of every pair of dialects, cut and split anywhere: clients see whole events and a true
/// ending, and every call is settled.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("D01")
final class StreamCutsTest {
    /// Which cuts are tried; another number tries others.
    private static final long SEED = 20_261_121;

    private static final int CUTS = 1_000;
    private static final int MOST_PIECES = 4;

    private static final String TOOLS = "\"stream\":true,\"max_tokens\":400";

    private static final String CHUNKS = Stream.of(
                    delta("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                    delta("{\"content\":\"Grüße \"}", "null"),
                    delta("{\"content\":\"aus Kiel 🌊\"}", "null"),
                    delta(
                            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                                    + "\"function\":{\"name\":\"look\",\"arguments\":\"\"}}]}",
                            "null"),
                    delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"at\\\":\"}}]}", "null"),
                    delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"noon\\\"}\"}}]}", "null"),
                    delta("{}", "\"tool_calls\""),
                    "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":7,\"total_tokens\":16}}\n\n",
                    "data: [DONE]\n\n")
            .reduce("", String::concat);

    private static final String MESSAGES = Stream.of(
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                            + "\"content\":[],\"model\":\"m\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}",
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Grüße \"}}",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"aus Kiel 🌊\"}}",
                    "{\"type\":\"content_block_stop\",\"index\":0}",
                    "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\","
                            + "\"name\":\"look\",\"input\":{}}}",
                    "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
                            + "\"partial_json\":\"{\\\"at\\\":\"}}",
                    "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\","
                            + "\"partial_json\":\"\\\"noon\\\"}\"}}",
                    "{\"type\":\"content_block_stop\",\"index\":1}",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":7}}",
                    "{\"type\":\"message_stop\"}")
            .map(data -> "event: " + Json.parse(data).get("type").text() + "\ndata: " + data + "\n\n")
            .reduce("", String::concat);

    private static final String CONTENTS = Stream.of(
                    "{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Grüße \"}]}}",
                    "{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"aus Kiel 🌊\"}]}}",
                    "{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"f1\",\"name\":\"look\","
                            + "\"args\":{\"at\":\"noon\"}}}]},\"finishReason\":\"STOP\"}")
            .map(candidate -> "data: {\"candidates\":[" + candidate + "],\"usageMetadata\":{\"promptTokenCount\":9,"
                    + "\"candidatesTokenCount\":7,\"totalTokenCount\":16},\"responseId\":\"r1\"}\n\n")
            .reduce("", String::concat);

    private final ScriptedUpstream chats = ScriptedUpstream.start();
    private final ScriptedUpstream messages = ScriptedUpstream.start();
    private final ScriptedUpstream contents = ScriptedUpstream.start();
    private final Random random = new Random(SEED);

    /// One call at a time, so whatever is not settled refuses the next one.
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("chats", "mistral", chats.url())
            .backend("messages", "anthropic", messages.url())
            .backend("contents", "gemini", contents.url())
            .alias("CHATS", "chats/m")
            .alias("MESSAGES", "messages/m")
            .alias("CONTENTS", "contents/m")
            .element(
                    "limits",
                    Json.object()
                            .put("name", "one")
                            .put("scope", "key")
                            .put("metric", "parallel")
                            .put("amount", "1"))
            .start();

    private static String delta(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":["
                + "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    @AfterAll
    void closes() {
        gateway.close();
        contents.close();
        messages.close();
        chats.close();
    }

    /// How clients ask.
    private enum Asking {
        CHAT("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + TOOLS),
        RESPONSE("/v1/responses", "\"input\":\"hi\",\"stream\":true"),
        COMPLETION("/v1/completions", "\"prompt\":\"hi\"," + TOOLS),
        MESSAGE("/v1/messages", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + TOOLS),
        CONTENT(
                "/v1beta/models/MODEL:streamGenerateContent?alt=sse",
                "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]");

        private final String path;
        private final String members;

        Asking(String path, String members) {
            this.path = path;
            this.members = members;
        }
    }

    /// How backends answer.
    private enum Answering {
        CHATS(StreamCutsTest.CHUNKS),
        MESSAGES(StreamCutsTest.MESSAGES),
        CONTENTS(StreamCutsTest.CONTENTS);

        private final String stream;

        Answering(String stream) {
            this.stream = stream;
        }

        private byte[] stream() {
            return stream.getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void leaveWholeEventsATrueEndingAndASettledCall() {
        Map<Asking, String> whole = new EnumMap<>(Asking.class);
        for (Asking asking : Asking.values()) {
            whole.put(
                    asking,
                    said(seen(asking, Answering.CHATS, new Cut(Bytes.of(Answering.CHATS.stream()), Cut.End.CLEAN))));
        }
        int calls = whole.size();
        for (int i = 0; i < CUTS; i++) {
            Asking asking = Asking.values()[random.nextInt(Asking.values().length)];
            Answering answering = Answering.values()[random.nextInt(Answering.values().length)];
            byte[] stream = answering.stream();
            byte[] kept = Arrays.copyOf(stream, random.nextInt(stream.length + 1));
            Cut.End end = Cut.End.values()[random.nextInt(Cut.End.values().length)];
            checked(
                    whole.getOrDefault(asking, ""),
                    seen(asking, answering, new Cut(Bytes.of(kept), end)),
                    asking + " of " + answering + " " + i);
            calls++;
        }

        List<Settled> settled = gateway.settled(calls);

        assertThat(settled).hasSize(calls);
        assertThat(settled).noneMatch(call -> call.status() == 429 || call.status() == 500);
        assertThat(settled).filteredOn(call -> call.status() == 200).allMatch(call -> call.outputTokens() > 0);
    }

    /// What an upstream still sends of its stream, and how it leaves.
    private record Cut(Bytes kept, End end) {
        private enum End {
            CLEAN,
            CLOSE,
            RESET
        }
    }

    /// What a client sees: nothing but a status, or events.
    private List<Event> seen(Asking asking, Answering answering, Cut cut) {
        ScriptedUpstream upstream = switch (answering) {
            case CHATS -> chats;
            case MESSAGES -> messages;
            case CONTENTS -> contents;
        };
        upstream.always(script(cut));
        String body = "{\"model\":\"" + answering.name() + "\"," + asking.members + "}";
        try (SseClient client = gateway.post(asking.path.replace("MODEL", answering.name()), body)) {
            if (client.status() != 200) {
                assertThat(client.status()).isEqualTo(502);
                return List.of();
            }
            List<Event> events = client.rest().stream()
                    .filter(event -> !event.data().isEmpty())
                    .toList();
            assertThat(client.unfinished()).isEmpty();
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
            return events;
        }
    }

    private Script script(Cut cut) {
        Script script = Script.eventStream();
        int from = 0;
        for (int left = random.nextInt(MOST_PIECES); from < cut.kept().length(); left--) {
            int to = left <= 0
                    ? cut.kept().length()
                    : from + 1 + random.nextInt(cut.kept().length() - from);
            script = script.send(framed(Arrays.copyOfRange(cut.kept().array(), from, to)));
            from = to;
        }
        return switch (cut.end()) {
            case CLEAN -> script.lastChunk();
            case CLOSE -> script.close();
            case RESET -> script.reset();
        };
    }

    private static byte[] framed(byte[] piece) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(piece);
        frame.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    private static void checked(String whole, List<Event> seen, String which) {
        if (seen.isEmpty()) {
            return;
        }
        Event last = seen.getLast();
        boolean failed = last.data().contains("\"error\":{");
        assertThat(failed || isEnd(last)).as(which).isTrue();
        assertThat(seen.subList(0, seen.size() - 1)).as(which).noneMatch(StreamCutsTest::isEnd);
        if (failed) {
            assertThat(whole).as(which).startsWith(said(seen));
        } else {
            assertThat(said(seen)).as(which).isEqualTo(whole);
        }
    }

    private static boolean isEnd(Event event) {
        return event.data().equals("[DONE]")
                || event.name().equals("response.completed")
                || event.name().equals("message_stop")
                || event.data().contains("\"finishReason\":");
    }

    /// Words and arguments of all deltas.
    private static String said(List<Event> events) {
        StringBuilder said = new StringBuilder();
        for (Event event : events) {
            Json data = event.data().equals("[DONE]") ? Json.NULL : Json.parse(event.data());
            Json choice = data.path("choices.0");
            Stream.of(
                            choice.get("text"),
                            choice.path("delta.content"),
                            choice.path("delta.tool_calls.0.function.arguments"),
                            data.get("delta"),
                            data.path("delta.text"),
                            data.path("delta.partial_json"),
                            data.path("candidates.0.content.parts.0.text"))
                    .filter(Json::isText)
                    .forEach(piece -> said.append(piece.text()));
            Json whole = data.path("candidates.0.content.parts.0.functionCall.args");
            said.append(whole.isObject() ? whole.toString() : "");
        }
        return said.toString();
    }
}
