package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Whoever asks the same in the same tenant is given the kept answer, on every instance; nobody else is.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA47")
final class ResponseCacheTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final String ANSWER = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
            + "\"message\":{\"role\":\"assistant\",\"content\":\"hällo\"}}],"
            + "\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":600,\"total_tokens\":1000}}";
    private static final String CHUNK =
            "{\"id\":\"c2\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hällo\"},\"finish_reason\":\"stop\"}]}";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);
    private final Passerby anybody = new Passerby(here.url());
    private final Passerby elsewhere = new Passerby(there.url());
    private final Person operator = Person.operator(here, "root@example.org");
    private int questions;
    private Instant begin = Instant.EPOCH;

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .alias("fresh", "one/m")
                .pricedByThousands()
                .section(
                        "response_cache",
                        Json.object()
                                .put("enabled", true)
                                .put("life", LIFE.toMinutes() + "m")
                                .put("models", Json.array().add("chat")))
                .section(
                        "guardrails",
                        Json.object()
                                .put(
                                        "output_guardrails",
                                        Json.array().add(Json.object().put("type", "pii"))));
    }

    @BeforeEach
    void empties() {
        begin = Instant.now();
        operator.send("DELETE", "/admin/api/cache", "");
        upstream.forget();
        upstream.always(Script.json(200, ANSWER));
        questions++;
    }

    @AfterAll
    void closes() {
        elsewhere.close();
        anybody.close();
        there.close();
        here.close();
        upstream.close();
    }

    @Test
    void asksABackendOnceForTheSameQuestionHoweverItIsSpelled() {
        HttpResponse<String> first = ask(anybody, body("chat"));

        HttpResponse<String> second = ask(
                anybody,
                "{ \"messages\":[{\"content\":\"q" + questions + "\",\"role\":\"user\"}], \"model\":\"chat\" }");

        assertThat(upstream.requests()).hasSize(1);
        assertThat(first.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(second.headers().firstValue("x-sallyport-cache")).contains("hit");
        assertThat(second.headers().firstValue("age")).isPresent();
        assertThat(second.headers().firstValue("x-sallyport-backend")).isEmpty();
        assertThat(second.body()).isEqualTo(ANSWER);
    }

    @Test
    void paysForAnAnswerOnceAndSaysWhatWasSaved() {
        ask(anybody, body("chat"));
        String id =
                ask(anybody, body("chat")).headers().firstValue("x-request-id").orElseThrow();

        List<List<String>> rows = Installation.rows(
                here.database(),
                "select cost_pico_usd, saved_tokens, saved_pico_usd from usage_record where request_id = '" + id + "'",
                1);

        assertThat(rows).containsExactly(List.of("0", "1000", "1000000000000"));
        Json view = operator.read("/admin/api/cache");
        assertThat(view.get("saved_tokens").asLong()).isGreaterThanOrEqualTo(1000);
        assertThat(view.get("enabled").bool()).isTrue();
    }

    @Test
    void givesAnAnswerAgainOnAnotherInstance() {
        ask(anybody, body("chat"));
        shared("tenant_id");

        HttpResponse<String> answer = ask(elsewhere, body("chat"));

        assertThat(answer.headers().firstValue("x-sallyport-cache")).contains("hit");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void keepsNoAnswerInTheClear() {
        ask(anybody, body("chat"));

        List<List<String>> rows = shared("answer");

        assertThat(rows).hasSize(1).allSatisfy(row -> assertThat(row.getFirst()).doesNotContain("hällo", "content"));
    }

    @Test
    void givesAStreamAgainToItsLastByte() {
        upstream.always(Script.eventStream().events(CHUNK, "[DONE]").lastChunk());
        String asked = body("chat").replace("}]}", "}],\"stream\":true}");

        HttpResponse<String> first = ask(anybody, asked);
        HttpResponse<String> second = ask(anybody, asked);

        assertThat(upstream.requests()).hasSize(1);
        assertThat(first.body()).contains("hällo").endsWith("data: [DONE]\n\n");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
    }

    @Test
    void keepsNoStreamThatWasCut() {
        upstream.always(
                Script.eventStream().events(CHUNK.replace("\"stop\"", "null")).close());
        String asked = body("chat").replace("}]}", "}],\"stream\":true}");

        ask(anybody, asked);
        ask(anybody, asked);

        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void keepsNoFailure() {
        upstream.next(Script.json(400, "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}"));

        HttpResponse<String> first = ask(anybody, body("chat"));
        HttpResponse<String> second = ask(anybody, body("chat"));

        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    @Tag("O29")
    void givesNoTenantTheAnswersOfAnother() {
        ask(anybody, body("chat"));

        HttpResponse<String> foreign =
                anybody.post(CHAT, body("chat"), "authorization", "Bearer " + operator.keyInNewTenant("Labs"));

        assertThat(foreign.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void heedsWhatClientsWish() {
        ask(anybody, body("chat"), "cache-control", "no-store");
        HttpResponse<String> unkept = ask(anybody, body("chat"));
        HttpResponse<String> anew = ask(anybody, body("chat"), "cache-control", "max-age=0, no-cache");

        assertThat(unkept.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(anew.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void leavesModelsAloneThatAreNotNamed() {
        ask(anybody, body("fresh"));
        HttpResponse<String> second = ask(anybody, body("fresh"));

        assertThat(second.headers().firstValue("x-sallyport-cache")).isEmpty();
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void isEmptiedOnEveryInstance() {
        String key = "Bearer " + operator.keyInNewTenant("Emptied");
        anybody.post(CHAT, body("chat"), "authorization", key);
        String tenant = shared("tenant_id").getFirst().getFirst();
        elsewhere.post(CHAT, body("chat"), "authorization", key);

        String gone = operator.send("DELETE", "/admin/api/cache?tenant_id=" + tenant, "")
                .body();
        HttpResponse<String> asked = anybody.post(CHAT, body("chat"), "authorization", key);

        assertThat(Json.parse(gone).get("answers").asLong()).isEqualTo(1);
        assertThat(asked.headers().firstValue("x-sallyport-cache")).contains("miss");
    }

    /// A column of what this test had shared; an answer of the one before may be shared only now.
    private List<List<String>> shared(String column) {
        String rows = "select " + column + " from cached_answer where until > '" + begin.plus(LIFE) + "'";
        return Installation.rows(here.database(), rows, 1);
    }

    private String body(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"q" + questions + "\"}]}";
    }

    private static HttpResponse<String> ask(Passerby who, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "authorization";
        all[1] = "Bearer " + GatewayHarness.KEY;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return who.post(CHAT, body, all);
    }
}
