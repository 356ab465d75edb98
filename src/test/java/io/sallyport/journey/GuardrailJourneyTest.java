package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.guardrail.builtin.NoShouting;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A proxy whose guardrails look in groups: together within one, one group after the other, until somebody says
/// no.
@TestInstance(Lifecycle.PER_CLASS)
final class GuardrailJourneyTest {
    private static final String ALLOW = "{\"action\":\"allow\"}";
    private static final String BLOCK = "{\"action\":\"block\"}";

    /// Each of the first group answers when all three were asked, so that one after the other would never end.
    private final CountDownLatch together = new CountDownLatch(3);

    private final CountDownLatch never = new CountDownLatch(1);
    /// Without the one that waits for ever: its question may come when its call is long over.
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer service = service();
    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("fine")));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("grouped", "one/m")
            .alias("refused", "one/m")
            .alias("watched", "one/m")
            .alias("quiet", "one/m")
            .word("content_capture", "full")
            .section("guardrails", guardrails())
            .start();
    private final Passerby anybody = new Passerby(gateway.url());

    private JsonObject guardrails() {
        JsonArray input = Json.array()
                .add(webhook("first", "grouped", 0))
                .add(webhook("second", "grouped", 0))
                .add(webhook("third", "grouped", 0))
                .add(webhook("last", "grouped", 1))
                .add(webhook("no", "refused", 0))
                .add(webhook("stuck", "refused", 0))
                .add(webhook("later", "refused", 1))
                .add(rule("own", "java", "quiet", 0)
                        .put("config", Json.object().put("name", NoShouting.class.getName())));
        JsonArray output = Json.array()
                .add(rule("unsafe", "phrases", "watched", 0)
                        .put(
                                "config",
                                Json.object().put("phrases", Json.array().add("house 100 forbidden lighthouse"))));
        return Json.object()
                .put("allowed_networks", "127.0.0.1")
                .put("timeout", "20s")
                .put("input_guardrails", input)
                .put("output_guardrails", output);
    }

    private JsonObject webhook(String name, String model, int priority) {
        String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/" + name;
        return rule(name, "webhook", model, priority)
                .put("config", Json.object().put("url", url));
    }

    private static JsonObject rule(String name, String type, String model, int priority) {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("priority", priority)
                .put("models", Json.array().add(model));
    }

    private HttpServer service() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::judge);
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        exchange.getRequestBody().readAllBytes();
        if (!name.equals("stuck")) {
            asked.add(name);
        }
        byte[] answer = (name.equals("no") ? BLOCK : ALLOW).getBytes(StandardCharsets.UTF_8);
        try {
            waitFor(name);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void waitFor(String name) throws InterruptedException {
        switch (name) {
            case "first", "second", "third" -> {
                together.countDown();
                var _ = together.await(20, TimeUnit.SECONDS);
            }
            case "stuck" -> never.await();
            default -> {}
        }
    }

    @BeforeEach
    void forgets() {
        upstream.forget();
        asked.clear();
    }

    @AfterAll
    void closes() {
        never.countDown();
        anybody.close();
        gateway.close();
        service.stop(0);
        upstream.close();
    }

    private HttpResponse<String> ask(String model, String text) {
        return anybody.post(
                "/v1/chat/completions",
                ChatWords.question(model).replace("hello", text),
                "authorization",
                "Bearer " + GatewayHarness.KEY);
    }

    private List<List<String>> runs(HttpResponse<String> answer, int least) {
        String call = answer.headers().firstValue("x-request-id").orElseThrow();
        return Installation.rows(
                gateway.database(),
                "select name, result, overridden from guardrail_run where request_id = '" + call
                        + "' order by started_at, id",
                least);
    }

    @Test
    @Tag("F5")
    @Tag("GU2")
    @Tag("GU3")
    void asksAGroupTogetherAndTheNextAfterIt() {
        HttpResponse<String> answer = ask("grouped", "hello");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(asked.subList(0, 3)).containsExactlyInAnyOrder("first", "second", "third");
        assertThat(asked.subList(3, asked.size())).containsExactly("last");
        assertThat(runs(answer, 4).getLast()).containsExactly("last", "passed", "f");
    }

    @Test
    @Tag("F6")
    @Tag("GU4")
    void waitsForNobodyOnceOneSaysNo() {
        HttpResponse<String> answer = ask("refused", "hello");

        assertThat(answer.body()).contains("I cannot service this request", "content_policy_violation");
        assertThat(upstream.requests()).isEmpty();
        assertThat(asked).contains("no").doesNotContain("later");
        assertThat(runs(answer, 1)).contains(List.of("no", "blocked", "f")).noneMatch(run -> run.contains("later"));
    }

    @Test
    @Tag("F8")
    @Tag("GU10")
    void showsASafeAnswerAndRecordsThatItDid() {
        upstream.next(Script.json(200, ChatWords.answer("Off to the forbidden lighthouse!")));

        HttpResponse<String> answer = ask("watched", "hello");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("I cannot service this request").doesNotContain("lighthouse");
        assertThat(runs(answer, 1)).containsExactly(List.of("unsafe", "blocked", "t"));
    }

    @Test
    @Tag("F9")
    @Tag("GU5")
    void runsAGuardrailOfOnesOwn() {
        HttpResponse<String> calm = ask("quiet", "hello");
        HttpResponse<String> loud = ask("quiet", "hello!!!!!");

        assertThat(calm.statusCode()).isEqualTo(200);
        assertThat(loud.statusCode()).isEqualTo(403);
        assertThat(runs(loud, 1)).containsExactly(List.of("own", "blocked", "f"));
    }
}
