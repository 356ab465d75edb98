package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The gates of a call stand in one order: a request with every fault is told the first, and with each fault
/// that is mended, the next.
@TestInstance(Lifecycle.PER_CLASS)
final class GateOrderTest {
    private static final String BANNED = "Tell nobody of the merger.";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, RoutingHouse.HELLO));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .alias("other", "one/m")
            .server("cors", Json.object().put("allowed_origins", Json.array().add("https://chat.example")))
            .section(
                    "guardrails",
                    Json.object().put("input_guardrails", Json.array().add(topics())))
            .start();
    private final Passerby client = new Passerby(gateway.url());
    private final String key = issued();

    private static JsonObject topics() {
        return Json.object()
                .put("name", "topics")
                .put("type", "phrases")
                .put("config", Json.object().put("phrases", Json.array().add("merger 100 merger")));
    }

    /// A key for chats with one model.
    private String issued() {
        HttpResponse<String> answer = client.post(
                "/admin/api/keys",
                "{\"display_name\":\"any\",\"allowed_models\":[\"chat\"],\"allowed_operations\":[\"chat\"]}",
                "authorization",
                "Bearer " + GatewayHarness.ADMIN_KEY);
        return Json.parse(answer.body()).get("api_key").text();
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("DA27")
    void standInOneOrder() {
        String broken = "{\"model\":\"other\"";
        HttpResponse<String> unknownCaller = post("sk-made-up", "text/plain", broken);

        assertRefused(unknownCaller, 401, "invalid_api_key");
        assertRefused(post(key, "text/plain", broken), 415, "unsupported_media_type");
        assertRefused(post(key, "application/json", broken), 400, "invalid_json");
        assertRefused(post(key, "application/json", chat("other", BANNED)), 403, "model_not_allowed");
        assertRefused(post(key, "application/json", chat("chat", BANNED)), 403, "content_policy_violation");
        assertThat(upstream.requests()).isEmpty();
        assertThat(post(key, "application/json", chat("chat", "hello")).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("DA27")
    @Tag("DA30")
    void letPagesReadAlsoWhatTheFirstOfThemRefuses() {
        HttpResponse<String> refused = post("sk-made-up", "application/json", chat("chat", "hello"));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("access-control-allow-origin")).contains("https://chat.example");
        assertThat(refused.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(Json.parse(answer.body()).path("error.code").text()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    private HttpResponse<String> post(String as, String type, String body) {
        return client.send(
                "POST",
                "/v1/chat/completions",
                body,
                "authorization",
                "Bearer " + as,
                "origin",
                "https://chat.example",
                "content-type",
                type);
    }

    private static String chat(String model, String text) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }
}
