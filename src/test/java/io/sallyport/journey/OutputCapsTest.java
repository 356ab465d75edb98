package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A vendor that must be told how long an answer may be, asked by clients that do not say.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("Q16")
final class OutputCapsTest {
    private static final String ANSWER = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","stop_reason":"end_turn",
             "content":[{"type":"text","text":"hi"}],"usage":{"input_tokens":5,"output_tokens":7}}""";

    private final ScriptedUpstream claudes = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("claudes", "anthropic", claudes.url())
            .backend(Json.object()
                    .put("name", "short")
                    .put("kind", "anthropic")
                    .put("base_url", claudes.url().toString())
                    .put("options", Json.object().put("max_output_tokens", "900")))
            .alias("claude", "claudes/m")
            .alias("short", "short/m")
            .alias(Json.object()
                    .put("alias", "capped")
                    .put("max_output_tokens", 70)
                    .put(
                            "targets",
                            Json.array()
                                    .add(Json.object().put("backend", "short").put("model", "m"))))
            .start();
    private final Passerby caller = new Passerby(gateway.url());

    @AfterAll
    void closes() {
        caller.close();
        gateway.close();
        claudes.close();
    }

    @Test
    void areThoseOfTheClientOfTheAliasOfTheBackendOrTheUsualOne() {
        assertThat(cap("capped", ",\"max_completion_tokens\":33")).isEqualTo(33);
        assertThat(cap("capped", "")).isEqualTo(70);
        assertThat(cap("short", "")).isEqualTo(900);
        assertThat(cap("claude", "")).isEqualTo(4_096);
    }

    private long cap(String model, String more) {
        claudes.forget();
        caller.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}",
                "authorization",
                "Bearer " + GatewayHarness.KEY);
        return Json.parse(claudes.requests().getFirst().text())
                .get("max_tokens")
                .asLong();
    }
}
