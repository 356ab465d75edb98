package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Limits as clients meet them. The upstream's model costs a dollar for a thousand tokens read or written, and
/// every answer uses 5 and 7.
final class LimitsTest {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final ScriptedUpstream second = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        upstream.close();
        second.close();
    }

    @Test
    @Tag("LI9")
    @Tag("LI26")
    @Tag("C10")
    @Tag("DA34")
    void cutsOffWhoeverIsOverBudgetBeforeTheUpstreamIsCalled() {
        try (GatewayHarness gateway =
                priced().element("limits", budget("tenant", "1")).start()) {
            HttpResponse<String> first = chat(gateway, 900);
            int reached = upstream.requests().size();
            HttpResponse<String> refused = chat(gateway, 2_000);

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("x-budget-limit-cents")).contains("100");
            assertThat(first.headers().firstValue("x-budget-exceeded")).isEmpty();
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(code(refused)).isEqualTo("budget_exceeded");
            assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
            assertThat(refused.headers().firstValue("x-budget-total-cents")).contains("1");
            assertThat(upstream.requests()).hasSize(reached);
        }
    }

    @Test
    @Tag("C32")
    void givesBackWhatCallsDidNotUse() {
        try (GatewayHarness gateway =
                priced().element("limits", budget("key", "1")).start()) {
            for (int i = 0; i < 10; i++) {
                assertThat(chat(gateway, 800).statusCode()).isEqualTo(200);
            }

            HttpResponse<String> last = chat(gateway, 800);

            // Ten calls of twelve thousandths of a dollar, and what this one might use.
            assertThat(last.headers()
                            .firstValue("x-budget-total-cents")
                            .map(Integer::parseInt)
                            .orElseThrow())
                    .isBetween(90, 100);
        }
    }

    @Test
    @Tag("DD-11")
    void tellsTheUpstreamTheCapItReservedFor() {
        try (GatewayHarness gateway = priced().server("output_cap", "321")
                .element("limits", budget("tenant", "1"))
                .start()) {
            HttpResponse<String> answer = post(gateway, message(""));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(upstream.requests().getLast().text()).contains("\"max_tokens\":321}");
        }
    }

    @Test
    @Tag("LI27")
    void refusesWhatNobodyKnowsThePriceOfWhereItShall() {
        JsonObject strict = budget("tenant", "1").put("unknown_cost", "refuse");
        try (GatewayHarness gateway = unpriced().element("limits", strict).start();
                GatewayHarness lenient =
                        unpriced().element("limits", budget("tenant", "1")).start()) {
            HttpResponse<String> refused = chat(gateway, 10);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(code(refused)).isEqualTo("unknown_cost");
            assertThat(chat(lenient, 10).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("LI25")
    void refusesMoreRequestsThanAQuotaHas() {
        JsonObject quota = limit("requests", "key", "3").put("window", "24h");
        try (GatewayHarness gateway = priced().element("limits", quota).start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(chat(gateway, 10).statusCode()).isEqualTo(200);
            }

            HttpResponse<String> refused = chat(gateway, 10);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(code(refused)).isEqualTo("quota_exceeded");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.body()).contains("'requests' of the key", "0 requests left of 3 requests");
        }
    }

    @Test
    @Tag("LI7")
    void refusesMoreCallsAtATimeThanAreAllowed() {
        CountDownLatch gate = new CountDownLatch(1);
        upstream.always(Script.begin()
                .await(gate)
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n" + "content-length: " + ANSWER.length()
                        + "\r\n\r\n" + ANSWER));
        JsonObject parallel = limit("parallel", "key", "1");
        try (GatewayHarness gateway = priced().element("limits", parallel).start()) {
            CompletableFuture<HttpResponse<String>> running =
                    client.sendAsync(request(gateway, message(",\"max_tokens\":5")), BodyHandlers.ofString());
            Await.until(() -> !upstream.requests().isEmpty());

            HttpResponse<String> refused = chat(gateway, 5);
            gate.countDown();

            assertThat(running.join().statusCode()).isEqualTo(200);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(code(refused)).isEqualTo("concurrency_limited");
            assertThat(chat(gateway, 5).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("LI28")
    void goesToAnotherBackendWhenTheBudgetOfOneIsSpent() {
        JsonObject spent = budget("backend", "0.5").put("subject", "one");
        try (GatewayHarness gateway = priced().backend("two", second.url())
                .alias("both", "one/m", "two/m")
                .element("limits", spent)
                .start()) {
            HttpResponse<String> first = post(gateway, message("both", ",\"max_tokens\":400"));
            HttpResponse<String> other = post(gateway, message("both", ",\"max_tokens\":800"));
            HttpResponse<String> nowhere = chat(gateway, 800);

            assertThat(first.headers().firstValue("x-sallyport-backend")).contains("one");
            assertThat(other.headers().firstValue("x-sallyport-backend")).contains("two");
            assertThat(nowhere.statusCode()).isEqualTo(403);
            assertThat(code(nowhere)).isEqualTo("budget_exceeded");
        }
    }

    @Test
    @Tag("D13")
    void cutsAStreamThatRunsPastWhatWasReserved() {
        upstream.always(Script.eventStream()
                .events(Chunks.word("x".repeat(6_000)), Chunks.word("y".repeat(6_000)))
                .hang());
        try (GatewayHarness gateway =
                priced().element("limits", budget("tenant", "1")).start()) {
            HttpResponse<String> answer = post(gateway, message(",\"stream\":true,\"max_tokens\":100"));

            assertThat(answer.body()).contains("stream_limit").doesNotContain("[DONE]");
        }
    }

    @Test
    @Tag("DD-11")
    void takesNothingForCountingTokens() {
        upstream.always(Script.json(200, "{\"input_tokens\":14}"));
        JsonObject quota = limit("tokens", "key", "3").put("window", "24h");
        JsonObject strict = budget("tenant", "1").put("unknown_cost", "refuse");
        try (GatewayHarness gateway = GatewayHarness.with()
                .restless()
                .backend("ant", "anthropic", upstream.url())
                .alias("chat", "ant/m")
                .element("limits", quota)
                .element("limits", strict)
                .start()) {
            for (int calls = 0; calls < 2; calls++) {
                try (SseClient counted = gateway.post(
                        "/v1/messages/count_tokens",
                        "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"how many are these?\"}]}")) {
                    assertThat(counted.status()).isEqualTo(200);
                }
            }

            assertThat(gateway.settled(2))
                    .allSatisfy(call ->
                            assertThat(call.inputTokens() + call.outputTokens()).isZero());
        }
    }

    @Test
    void holdsForATenantThatIsMadeLaterThanItIsNamed() {
        JsonObject none =
                limit("requests", "tenant", "0").put("subject", "late").put("window", "minute");
        try (GatewayHarness gateway = unpriced().element("limits", none).start();
                Passerby late = new Passerby(gateway.url())) {
            String key = "Bearer " + Person.operator(gateway, "op@example.org").keyInNewTenant("late");

            Await.until(() -> late.post("/v1/chat/completions", message(""), "authorization", key)
                            .statusCode()
                    == 429);
            assertThat(chat(gateway, 10).statusCode()).isEqualTo(200);
        }
    }

    private GatewayHarness.Setup priced() {
        return unpriced().pricedByThousands();
    }

    private GatewayHarness.Setup unpriced() {
        return GatewayHarness.with().restless().backend("one", upstream.url()).alias("chat", "one/m");
    }

    private static JsonObject budget(String scope, String dollars) {
        return limit("cost", scope, dollars).put("window", "month");
    }

    private static JsonObject limit(String metric, String scope, String amount) {
        return Json.object()
                .put("name", metric)
                .put("metric", metric)
                .put("scope", scope)
                .put("amount", amount);
    }

    private HttpResponse<String> chat(GatewayHarness gateway, int maxTokens) {
        return post(gateway, message(",\"max_tokens\":" + maxTokens));
    }

    private static String message(String more) {
        return message("chat", more);
    }

    private static String message(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}";
    }

    private HttpResponse<String> post(GatewayHarness gateway, String body) {
        return client.sendAsync(request(gateway, body), BodyHandlers.ofString())
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
    }

    private static HttpRequest request(GatewayHarness gateway, String body) {
        return HttpRequest.newBuilder(gateway.url().resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + GatewayHarness.KEY)
                .header("content-type", "application/json")
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.code").text();
    }
}
