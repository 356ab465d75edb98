package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What a model thought comes back to the backend that signed it, and to no other.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("E21")
final class KeptThoughtsTest {
    private static final String CALLING = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","stop_reason":"tool_use",
             "content":[{"type":"thinking","thinking":"Hm.","signature":"vendors-own"},
              {"type":"tool_use","id":"toolu_1","name":"look","input":{}}],
             "usage":{"input_tokens":5,"output_tokens":7}}""";

    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"claude-x","usage":{"input_tokens":5}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"vendors-"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"own"}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String TOOLS = """
            ,"max_tokens":4000,"reasoning_effort":"low",
            "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}]""";

    private final ScriptedUpstream one = ScriptedUpstream.start();
    private final ScriptedUpstream other = ScriptedUpstream.start().always(Script.json(200, CALLING));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", "anthropic", one.url())
            .backend("other", "anthropic", other.url())
            .alias(alias("here", "one"))
            .alias(alias("there", "other"))
            .start();

    private static JsonObject alias(String name, String backend) {
        return Json.object()
                .put("alias", name)
                .put("expose_reasoning", true)
                .put(
                        "targets",
                        Json.array().add(Json.object().put("backend", backend).put("model", "m")));
    }

    @BeforeEach
    void forgets() {
        one.forget();
        one.always(Script.json(200, CALLING));
        other.forget();
    }

    @AfterAll
    void closes() {
        gateway.close();
        other.close();
        one.close();
    }

    @Test
    void goBackToTheirBackendAsItSignedThem() {
        Json said = ask("here", List.of());

        ask("here", List.of(said));

        Json sent = Json.parse(one.requests().getLast().text());
        assertThat(said.path("reasoning_details.0.signature").text()).doesNotContain("vendors-own");
        assertThat(sent.path("messages.1.content.0"))
                .isEqualTo(Json.parse("{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"vendors-own\"}"));
        assertThat(sent.path("thinking.type").text()).isEqualTo("enabled");
    }

    @Test
    void goToNoOtherBackend() {
        Json said = ask("here", List.of());

        ask("there", List.of(said));

        String sent = other.requests().getLast().text();
        assertThat(sent).contains("tool_use").doesNotContain("Hm.").doesNotContain("signature");
    }

    @Test
    void areNotSentWhenTheyWereChanged() {
        Json said = ask("here", List.of());
        Json forged = Json.parse(said.toString().replace("\"signature\":\"", "\"signature\":\"x"));

        ask("here", List.of(forged));

        assertThat(one.requests().getLast().text()).doesNotContain("Hm.");
    }

    @Test
    void areHandedOutInOnePieceInAStream() {
        one.always(Script.eventStream().chunk(STREAM).lastChunk());

        try (SseClient stream = gateway.chat("here", TOOLS + ",\"stream\":true")) {
            List<Json> details = stream.rest().stream()
                    .filter(event -> event.data().contains("reasoning_details"))
                    .map(event -> Json.parse(event.data()).path("choices.0.delta.reasoning_details.0"))
                    .toList();

            assertThat(details).hasSize(1);
            assertThat(details.getFirst().get("text").text()).isEqualTo("Hm.");
            assertThat(details.getFirst().get("signature").text()).startsWith("s1.");
        }
    }

    /// The message of the answer.
    private Json ask(String model, List<Json> before) {
        StringBuilder messages = new StringBuilder("{\"role\":\"user\",\"content\":\"hello\"}");
        for (Json said : before) {
            messages.append(',').append(said);
            messages.append(",{\"role\":\"tool\",\"tool_call_id\":\"toolu_1\",\"content\":\"calm\"}");
        }
        String body = "{\"model\":\"" + model + "\",\"messages\":[" + messages + "]" + TOOLS + "}";
        try (SseClient answer = gateway.post("/v1/chat/completions", body)) {
            return Json.parse(answer.text()).path("choices.0.message");
        }
    }
}
