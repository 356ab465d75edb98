package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Nodes that register at one gateway and serve calls of another one on the same database.
@TestInstance(Lifecycle.PER_CLASS)
final class NodesJourneyTest {
    private static final String NODE_KEY = "X-GenieHive-Node-Key";
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"from the cellar\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HandClock clock = HandClock.at(Instant.now());
    private ScriptedUpstream runtime;
    private ScriptedUpstream spare;
    private GatewayHarness here;
    private GatewayHarness there;

    @BeforeAll
    void start() {
        runtime = ScriptedUpstream.start().always(Script.json(200, ANSWER));
        spare = ScriptedUpstream.start().always(Script.json(200, ANSWER.replace("cellar", "attic")));
        here = setup().start();
        there = setup().startBeside(here);
    }

    private GatewayHarness.Setup setup() {
        JsonObject role = Json.object()
                .put("role_id", "archive_migrator")
                .put(
                        "prompt_policy",
                        Json.object()
                                .put("system_prompt", "move the page")
                                .put(
                                        "request_policy",
                                        Json.object()
                                                .put(
                                                        "body_defaults",
                                                        Json.object().put("seed", 7))))
                .put(
                        "routing_policy",
                        Json.object()
                                .put("preferred_families", Json.array().add("Qwen3"))
                                .put("require_loaded", true));
        return GatewayHarness.with().clock(clock).restless().element("roles", role);
    }

    @AfterAll
    void stop() {
        there.close();
        here.close();
        runtime.close();
        spare.close();
        client.close();
    }

    @Test
    @Tag("L2")
    @Tag("L3")
    @Tag("RO24")
    @Tag("DA44")
    void servesCallsOfEveryGatewayByWhatANodeBrings() {
        String key = enrolled("gpu-1");

        HttpResponse<String> registered = node(here, "/v1/nodes/register", key, host("gpu-1", runtime.url()));

        assertThat(registered.statusCode()).isEqualTo(200);
        assertThat(node(here, "/v1/nodes/register", "nk-wrong.key", host("gpu-1", runtime.url()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(node(here, "/v1/nodes/heartbeat", key, "{\"host_id\":\"gpu-2\"}")
                        .statusCode())
                .isEqualTo(404);
        Await.until(() -> chat(there, "gpu-1/ollama/chat").contains("from the cellar"));
        assertThat(chat(there, "qwen3:8b")).contains("from the cellar");
        assertThat(chat(there, "gpu-1/ollama/chat/qwen3:8b")).contains("from the cellar");
        assertThat(read(there, "/v1/models").toString()).contains("gpu-1/ollama/chat", "archive_migrator", "qwen3:8b");
        assertThat(read(there, "/v1/cluster/hosts").path("hosts.0.host_id").text())
                .isEqualTo("gpu-1");
        assertThat(read(there, "/v1/cluster/services").toString())
                .contains("\"routable\":true")
                .doesNotContain("endpoint");
        assertThat(read(there, "/v1/cluster/roles")
                        .path("roles.0.loaded_targets")
                        .asLong())
                .isEqualTo(1);
        assertThat(read(there, "/v1/cluster/health").path("hosts.available").asLong())
                .isEqualTo(1);
        assertThat(read(there, "/v1/cluster/routes/resolve?model=archive_migrator")
                        .path("targets.0.target")
                        .text())
                .isEqualTo("gpu-1/ollama/chat/qwen3:8b");
        forget("gpu-1");
    }

    @Test
    @Tag("L2")
    void servesAnAliasThatNamesAServiceBeforeItsNodeIsThere() {
        String targets = "[{\"backend\":\"gpu-9/ollama/chat\",\"model\":\"qwen3:8b\"}]";
        operator("POST", "/admin/api/models", "{\"alias\":\"cellar\",\"deployments\":" + targets + "}");

        node(here, "/v1/nodes/register", enrolled("gpu-9"), host("gpu-9", runtime.url()));

        Await.until(() -> chat(there, "cellar").contains("from the cellar"));
        forget("gpu-9");
    }

    @Test
    @Tag("L7")
    @Tag("RO15")
    @Tag("RO23")
    void shapesTheRequestOfARoleBeforeANodeSeesIt() {
        String key = enrolled("gpu-3");
        node(here, "/v1/nodes/register", key, host("gpu-3", runtime.url()));
        runtime.forget();

        String answer = chat(here, "archive_migrator");

        assertThat(answer).contains("from the cellar");
        Json body = Json.parse(runtime.requests().getFirst().text());
        assertThat(body.get("model").text()).isEqualTo("qwen3:8b");
        assertThat(body.get("seed").asLong()).isEqualTo(7);
        assertThat(body.path("messages.0.content").text()).isEqualTo("move the page");
        assertThat(body.path("chat_template_kwargs.enable_thinking").bool()).isFalse();
        assertThat(runtime.requests().getFirst().headers().toString()).doesNotContain(GatewayHarness.KEY, key);
        forget("gpu-3");
    }

    @Test
    @Tag("R07")
    void opensNoOtherDoorWithANodeKeyAndNoneAtAllOnceItIsRevoked() {
        String key = enrolled("gpu-4");
        node(here, "/v1/nodes/register", key, host("gpu-4", runtime.url()));

        assertThat(bearer("/v1/models", key)).isEqualTo(401);
        assertThat(bearer("/admin/api/nodes", key)).isEqualTo(401);
        assertThat(node(here, "/v1/nodes/register", GatewayHarness.KEY, host("gpu-4", runtime.url()))
                        .statusCode())
                .isEqualTo(401);
        Json keys = operator("GET", "/admin/api/node-keys", "");
        String id = keys.get("data").elements().stream()
                .filter(one -> one.get("kind").text().equals("key")
                        && one.get("host").textOr("").equals("gpu-4"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .text();
        operator("DELETE", "/admin/api/node-keys/" + id, "");
        Await.until(() -> node(there, "/v1/nodes/heartbeat", key, "{\"host_id\":\"gpu-4\"}")
                        .statusCode()
                == 401);
        forget("gpu-4");
    }

    @Test
    @Tag("R11")
    void goesToAnotherNodeWhenOneDiesBeforeItsFirstByte() {
        String key = enrolled("dying");
        String other = enrolled("living");
        node(here, "/v1/nodes/register", key, host("dying", runtime.url()));
        node(here, "/v1/nodes/register", other, host("living", spare.url()));
        runtime.always(Script.begin().close());

        for (int i = 0; i < 8; i++) {
            assertThat(chat(here, "qwen3:8b")).contains("from the attic");
        }
        runtime.always(Script.json(200, ANSWER));
        Await.until(() -> here.settled(1).stream()
                        .filter(call -> call.backend().equals("living/ollama/chat") && call.outputTokens() == 2)
                        .count()
                == 8);
        forget("dying");
        forget("living");
    }

    @Test
    @Tag("RO25")
    void letsGoOfANodeThatIsSilentAndOfOneThatDrains() {
        String key = enrolled("gpu-5");
        node(here, "/v1/nodes/register", key, host("gpu-5", runtime.url()));
        Await.until(() -> chat(there, "gpu-5/ollama/chat").contains("cellar"));

        operator("POST", "/admin/api/nodes/gpu-5/drain", "");
        Await.until(() -> chat(there, "gpu-5/ollama/chat").contains("model_not_found"));
        operator("POST", "/admin/api/nodes/gpu-5/resume", "");
        Await.until(() -> chat(there, "gpu-5/ollama/chat").contains("cellar"));
        clock.move(Duration.ofSeconds(31));
        Await.until(() -> chat(there, "gpu-5/ollama/chat").contains("model_not_found"));
        Await.until(() -> operator("GET", "/admin/api/nodes/gpu-5", "")
                .get("state")
                .text()
                .equals("offline"));
        assertThat(chat(here, "archive_migrator")).contains("no_healthy_backend");
        forget("gpu-5");
    }

    @Test
    @Tag("RO29")
    void matchesTasksWithWhatWasMeasured() {
        String key = enrolled("gpu-6");
        String other = enrolled("gpu-7");
        node(here, "/v1/nodes/register", key, host("gpu-6", runtime.url()));
        node(here, "/v1/nodes/register", other, host("gpu-7", spare.url()));
        String sample =
                "{\"samples\":[{\"benchmark_id\":\"b1\",\"service_id\":\"gpu-7/ollama/chat\",\"workload\":\"chat.short\",\"results\":{\"quality_score\":0.9}}]}";

        assertThat(node(here, "/v1/cluster/benchmarks", key, sample).statusCode())
                .isEqualTo(403);
        assertThat(node(here, "/v1/cluster/benchmarks", other, sample).statusCode())
                .isEqualTo(200);
        Json matched = Json.parse(send(
                        here,
                        "POST",
                        "/v1/cluster/routes/match",
                        "{\"task\":\"move an archive\",\"workload\":\"chat.short\",\"kind\":\"chat\"}",
                        "x-api-key",
                        GatewayHarness.KEY)
                .body());

        assertThat(matched.get("candidates").elements())
                .extracting(one -> one.get("candidate_id").text())
                .containsSubsequence("gpu-7/ollama/chat", "gpu-6/ollama/chat")
                .contains("archive_migrator");
        assertThat(read(here, "/v1/cluster/benchmarks")
                        .path("benchmarks.0.benchmark_id")
                        .text())
                .isEqualTo("b1");
        forget("gpu-6");
        forget("gpu-7");
    }

    @Test
    @Tag("L11")
    @Tag("L12")
    void servesARoleByAVendorThatNeedsNoNode() {
        String answer =
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"moved\"}],"
                        + "\"stop_reason\":\"max_tokens\",\"usage\":{\"input_tokens\":5,\"output_tokens\":3}}";
        JsonObject role = Json.object()
                .put("role_id", "mover")
                .put("prompt_policy", Json.object().put("system_prompt", "move the page"))
                .put("routing_policy", Json.object().put("models", Json.array().add("claude/*")));
        try (ScriptedUpstream vendor = ScriptedUpstream.start().always(Script.json(200, answer));
                GatewayHarness gateway = GatewayHarness.with()
                        .backend("claude", "anthropic", vendor.url())
                        .alias("any", "claude/claude-x")
                        .element("roles", role)
                        .start()) {
            vendor.models(Script.json(200, "{\"data\":[{\"id\":\"claude-x\"}]}"));
            operator(gateway, "POST", "/admin/api/backends/claude/test", "");

            Json said = Json.parse(chat(gateway, "mover"));

            Json sent = Json.parse(vendor.requests().getFirst().text());
            assertThat(sent.get("system").toString()).contains("move the page");
            assertThat(sent.get("messages").size()).isEqualTo(1);
            assertThat(sent.get("model").text()).isEqualTo("claude-x");
            assertThat(said.path("choices.0.finish_reason").text()).isEqualTo("length");
            assertThat(said.path("usage.total_tokens").asLong()).isEqualTo(8);
        }
    }

    private static String host(String id, URI runtime) {
        return Json.object()
                .put("host_id", id)
                .put("address", "127.0.0.1")
                .put(
                        "services",
                        Json.array()
                                .add(Json.object()
                                        .put("service_id", id + "/ollama/chat")
                                        .put("kind", "chat")
                                        .put("endpoint", runtime.toString())
                                        .put("runtime", Json.object().put("engine", "ollama"))
                                        .put(
                                                "assets",
                                                Json.array()
                                                        .add(Json.object()
                                                                .put("asset_id", "qwen3:8b")
                                                                .put("loaded", true)))))
                .toJson()
                .toString();
    }

    private String enrolled(String host) {
        Json token = operator("POST", "/admin/api/node-keys", "{\"name\":\"" + host + "\"}");
        HttpResponse<String> answer =
                node(here, "/v1/nodes/enrol", token.get("token").text(), "{\"host_id\":\"" + host + "\"}");
        String key = Json.parse(answer.body()).get("node_key").text();
        Await.until(() -> node(there, "/v1/nodes/heartbeat", key, "{\"host_id\":\"" + host + "\"}")
                        .statusCode()
                == 404);
        return key;
    }

    /// The other gateway hears of it a moment later.
    private void forget(String host) {
        operator("DELETE", "/admin/api/nodes/" + host, "");
        Await.until(() -> !read(there, "/v1/cluster/hosts").toString().contains("\"" + host + "\""));
    }

    private HttpResponse<String> node(GatewayHarness gateway, String path, String key, String body) {
        return send(gateway, "POST", path, body, NODE_KEY, key);
    }

    private String chat(GatewayHarness gateway, String model) {
        return send(
                        gateway,
                        "POST",
                        "/v1/chat/completions",
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                        "x-api-key",
                        GatewayHarness.KEY)
                .body();
    }

    private Json read(GatewayHarness gateway, String path) {
        return Json.parse(
                send(gateway, "GET", path, "", "x-api-key", GatewayHarness.KEY).body());
    }

    private int bearer(String path, String key) {
        return send(here, "GET", path, "", "authorization", "Bearer " + key).statusCode();
    }

    private Json operator(String method, String path, String body) {
        return operator(here, method, path, body);
    }

    private Json operator(GatewayHarness gateway, String method, String path, String body) {
        return Json.parse(send(gateway, method, path, body, "x-api-key", GatewayHarness.ADMIN_KEY)
                .body());
    }

    private HttpResponse<String> send(
            GatewayHarness gateway, String method, String path, String body, String... header) {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                .header("content-type", "application/json")
                .headers(header)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
