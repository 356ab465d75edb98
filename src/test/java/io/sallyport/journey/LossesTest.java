package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.SseClient.Ending;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What a translation cannot carry over is told to the client and written down, or refused where the key wants
/// that.
@TestInstance(Lifecycle.PER_CLASS)
final class LossesTest {
    private static final String WHOLE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","stop_reason":"end_turn",
             "content":[{"type":"text","text":"hi"}],"usage":{"input_tokens":5,"output_tokens":7}}""";

    private static final String CHAT = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"claude-x","usage":{"input_tokens":5}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hi"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String SEEDED = ",\"max_tokens\":50,\"seed\":7,\"temperature\":1.5";

    private final ScriptedUpstream claudes = ScriptedUpstream.start();
    private final ScriptedUpstream others = ScriptedUpstream.start().always(Script.json(200, CHAT));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("claudes", "anthropic", claudes.url())
            .backend("others", others.url())
            .alias("claude", "claudes/m")
            .alias("either", "claudes/m", "others/m")
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final HttpClient client = HttpClient.newHttpClient();
    private int calls;

    @BeforeEach
    void answers() {
        claudes.always(Script.json(200, WHOLE));
    }

    /// Calls are written behind their answers; none may meet the next test.
    @AfterEach
    void forgets() {
        gateway.settled(calls);
        calls = 0;
        claudes.forget();
        others.forget();
        gateway.forgetCalls();
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        others.close();
        claudes.close();
    }

    @Test
    void areToldInTheHeadAndWrittenDown() throws IOException, InterruptedException {
        HttpResponse<String> answer = chat(GatewayHarness.KEY, "claude", SEEDED);

        assertThat(answer.headers().allValues("x-sallyport-loss")).containsExactly("changed=temperature, dropped=seed");
        assertThat(writtenDown()).containsExactly("changed=temperature", "dropped=seed");
    }

    @Test
    void areToldAtTheEndOfAStreamWhenTheyOccurInside() {
        claudes.always(Script.eventStream().chunk(STREAM).lastChunk());
        try (SseClient stream = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + GatewayHarness.KEY),
                body("claude", ",\"max_tokens\":50,\"stream\":true"))) {
            List<SseClient.Event> events = stream.rest();

            assertThat(events.getLast().data()).isEqualTo("[DONE]");
            assertThat(stream.ending()).isEqualTo(Ending.CLEAN);
            assertThat(writtenDown()).containsExactly("dropped=answer.citations");
        }
    }

    @Test
    void areToldInTheHeadOfAStreamThatIsOverAtOnce() {
        claudes.always(Script.eventStream().chunk(STREAM).lastChunk());
        try (SseClient stream = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + GatewayHarness.KEY),
                body("claude", SEEDED + ",\"stream\":true"))) {

            assertThat(stream.header("x-sallyport-loss"))
                    .hasValueSatisfying(told -> assertThat(told).startsWith("changed=temperature, dropped=seed"));
            assertThat(writtenDown()).contains("dropped=answer.citations");
        }
    }

    @Test
    @Tag("PR20")
    void areRefusedBeforeAnythingIsSentWhereTheKeyIsStrict() throws IOException, InterruptedException {
        String strict = key("strict");

        HttpResponse<String> refused = chat(strict, "claude", SEEDED);
        HttpResponse<String> changed = chat(strict, "claude", ",\"max_tokens\":50,\"temperature\":1.5");

        assertThat(refused.statusCode()).isEqualTo(400);
        Json error = Json.parse(refused.body()).get("error");
        assertThat(error.get("code").text()).isEqualTo("loss_not_allowed");
        assertThat(error.get("param").text()).isEqualTo("seed");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(claudes.requests()).hasSize(1);
    }

    @Test
    void sendAStrictKeyToABackendThatCanBeToldEverything() throws IOException, InterruptedException {
        String strict = key("strict");

        for (int i = 0; i < 8; i++) {
            HttpResponse<String> answer = chat(strict, "either", SEEDED);
            assertThat(answer.headers().allValues("x-sallyport-backend")).containsExactly("others");
        }

        assertThat(claudes.requests()).isEmpty();
    }

    private String key(String policy) throws IOException, InterruptedException {
        HttpResponse<String> issued = post(
                GatewayHarness.ADMIN_KEY,
                "/admin/api/keys",
                "{\"display_name\":\"any\",\"loss_policy\":\"" + policy + "\"}");
        Json made = Json.parse(issued.body());
        assertThat(made.path("key.loss_policy").text()).isEqualTo(policy);
        return made.get("api_key").text();
    }

    private HttpResponse<String> chat(String key, String model, String more) throws IOException, InterruptedException {
        return post(key, "/v1/chat/completions", body(model, more));
    }

    private String body(String model, String more) {
        calls++;
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}";
    }

    private HttpResponse<String> post(String key, String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /// What the request log says of the only call.
    private List<String> writtenDown() {
        gateway.settled(1);
        return operator.read("/admin/api/requests").path("data.0.losses").elements().stream()
                .map(Json::text)
                .toList();
    }
}
