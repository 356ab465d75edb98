package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
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

/// Who asks the same in other words is given the kept answer, where the alias wants that; nothing that becomes
/// of the embeddings model harms a call.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA47")
final class SemanticCacheTest {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final String ANSWER = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
            + "\"message\":{\"role\":\"assistant\",\"content\":\"Paris\"}}],"
            + "\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":600,\"total_tokens\":1000}}";
    private static final String EAST = "[1.0, 0.0]";
    private static final String NEARLY_EAST = "[0.99, 0.05]";
    private static final String NORTH = "[0.0, 2.0]";

    private final ScriptedUpstream models = ScriptedUpstream.start();
    private final ScriptedUpstream vectors = ScriptedUpstream.start();
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);
    private final Passerby anybody = new Passerby(here.url());
    private final Passerby elsewhere = new Passerby(there.url());
    private final Person operator = Person.operator(here, "root@example.org");

    private Instant begin = Instant.EPOCH;
    private int tests;

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .restless()
                .backend("one", models.url(), Json.object().put("region", "eu"))
                .backend("vectors", vectors.url())
                .alias("meaning", "vectors/m")
                .alias(alias("chat", Json.object()))
                .alias(alias("bound", Json.object().put("require", Json.array().add("region=eu"))))
                .pricedByThousands()
                .section("response_cache", Json.object().put("enabled", true).put("life", LIFE.toMinutes() + "m"));
    }

    private static JsonObject alias(String name, JsonObject routing) {
        return Json.object()
                .put("alias", name)
                .put(
                        "targets",
                        Json.array().add(Json.object().put("backend", "one").put("model", "m")))
                .put("routing", routing.put("semantic_cache", Json.object().put("model", "meaning")));
    }

    @BeforeEach
    void empties() {
        begin = Instant.now();
        tests++;
        operator.send("DELETE", "/admin/api/cache", "");
        models.forget();
        vectors.forget();
        models.always(Script.json(200, ANSWER));
    }

    @AfterAll
    void closes() {
        elsewhere.close();
        anybody.close();
        there.close();
        here.close();
        vectors.close();
        models.close();
    }

    @Test
    void givesTheAnswerOfAQuestionThatMeansTheSame() {
        vectors.next(vector(EAST), vector(NEARLY_EAST));
        ask(anybody, "chat", "What is the capital of France?");

        HttpResponse<String> second = askAgain(anybody, "chat", "France's capital, please?");

        assertThat(second.body()).isEqualTo(ANSWER);
        assertThat(second.headers().firstValue("x-sallyport-cache")).contains("similar");
        assertThat(second.headers().firstValue("x-sallyport-cache-similarity")).contains("0.9987");
        assertThat(models.requests()).hasSize(1);
        assertThat(vectors.requests().getLast().text()).contains("\"input\":\"France's capital, please?\"");
    }

    @Test
    void paysForTheMeaningAsACallOfItsOwn() {
        vectors.next(vector(EAST));
        String id = ask(anybody, "chat", "Who paid?")
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();

        List<List<String>> rows = Installation.rows(
                here.database(),
                "select r.operation, r.model, r.purpose, u.purpose, u.cost_pico_usd, u.principal = 'anonymous'"
                        + " from request_log r join usage_record u on u.request_id = r.id"
                        + " where r.correlation_id = '" + id + "' and r.id <> '" + id + "'",
                1);

        assertThat(rows)
                .containsExactly(
                        List.of("embedding", "meaning", "semantic_cache", "semantic_cache", "1000000000000", "f"));
        assertThat(operator.read("/admin/api/requests?purpose=semantic_cache")
                        .get("data")
                        .elements())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("operation").text()).isEqualTo("embedding"));
    }

    @Test
    void asksABackendWhenTheMeaningIsAnother() {
        vectors.next(vector(EAST), vector(NORTH));
        ask(anybody, "chat", "How tall is the tower?");

        HttpResponse<String> second = askAgain(anybody, "chat", "How old is the tower?");

        assertThat(second.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(models.requests()).hasSize(2);
    }

    @Test
    void takesNoOtherNumberForTheSame() {
        vectors.next(vector(EAST), vector(EAST));
        ask(anybody, "chat", "What is 17 times 3?");

        HttpResponse<String> second = askAgain(anybody, "chat", "What is 17 times 4?");

        assertThat(second.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(models.requests()).hasSize(2);
    }

    @Test
    void findsWhatAnotherInstanceWasAsked() {
        vectors.next(vector(EAST), vector(NEARLY_EAST));
        ask(anybody, "chat", "Where do swallows winter?");
        List<List<String>> rows = shared();

        HttpResponse<String> answer = ask(elsewhere, "chat", "Where are swallows in winter?");

        assertThat(answer.headers().firstValue("x-sallyport-cache")).contains("similar");
        assertThat(rows).allSatisfy(row -> assertThat(row.getFirst()).doesNotContain("AAAA"));
    }

    @Test
    @Tag("O29")
    void givesNoTenantTheAnswersOfAnother() {
        vectors.next(vector(EAST), vector(EAST));
        ask(anybody, "chat", "What is our secret?");
        shared();

        HttpResponse<String> foreign = anybody.post(
                chat(),
                body("chat", "What is the secret of ours?"),
                "authorization",
                "Bearer " + operator.keyInNewTenant("Labs"));

        assertThat(foreign.headers().firstValue("x-sallyport-cache")).contains("miss");
        assertThat(models.requests()).hasSize(2);
    }

    @Test
    void answersWithoutAnEmbeddingsModelThatFails() {
        vectors.next(Script.json(500, "{}"), Script.json(200, "{\"data\":[]}"), Script.json(200, "no json"));

        List<Integer> statuses = List.of(
                ask(anybody, "chat", "a").statusCode(),
                ask(anybody, "chat", "b").statusCode(),
                ask(anybody, "chat", "c").statusCode());

        assertThat(statuses).containsOnly(200);
        assertThat(vectors.requests()).hasSize(3);
        assertThat(models.requests()).hasSize(3);
    }

    @Test
    void goesOnWithoutAnEmbeddingsModelThatHangs() {
        vectors.next(Script.begin().hang());

        HttpResponse<String> answer = ask(anybody, "chat", "Is anybody there?");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-sallyport-cache")).contains("miss");
    }

    @Test
    void tellsNobodyOutsideOfTheBoundsWhatWasAsked() {
        HttpResponse<String> answer = ask(anybody, "bound", "What stays in Europe?");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(vectors.requests()).isEmpty();
    }

    /// The meaning of the first question of this test; one of the test before may be shared only now.
    private List<List<String>> shared() {
        return Installation.rows(
                here.database(), "select vector from cached_meaning where until > '" + begin.plus(LIFE) + "'", 1);
    }

    private static Script vector(String numbers) {
        return Script.json(
                200,
                "{\"object\":\"list\",\"model\":\"m\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
                        + numbers + "}],\"usage\":{\"prompt_tokens\":1000,\"total_tokens\":1000}}");
    }

    /// Asks once the answer before is kept.
    private HttpResponse<String> askAgain(Passerby who, String model, String words) {
        shared();
        return ask(who, model, words);
    }

    private HttpResponse<String> ask(Passerby who, String model, String words) {
        return who.post(chat(), body(model, words), "authorization", "Bearer " + GatewayHarness.KEY);
    }

    /// Where this test asks: what the one before asked may be kept only now, and is another question.
    private String chat() {
        return "/v1/chat/completions?test=" + tests;
    }

    private static String body(String model, String words) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
    }
}
