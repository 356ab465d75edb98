package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Settled;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A call with an `Idempotency-Key` goes upstream once, on two instances that share a database.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA33")
final class IdempotencyTest {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hällo"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";
    private static final String WIRE = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + ANSWER.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + ANSWER;
    private static final String CHAT = "/v1/chat/completions";
    private static final String BODY = "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final int CALLS = 50;
    private static final Settled CHARGED = new Settled(200, "", "one", 1, 5, 7, "reported");

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);
    private final AtomicInteger sent = new AtomicInteger();
    private int keys;

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .restless()
                .server("provider_timeout", "5m")
                .backend("one", upstream.url())
                .alias("chat", "one/m");
    }

    /// Calls are written behind their answers; none may meet the next test.
    @AfterEach
    void forgets() {
        here.settled(sent.getAndSet(0));
        upstream.forget();
        here.forgetCalls();
    }

    @AfterAll
    void closes() {
        there.close();
        here.close();
        upstream.close();
    }

    /// Those that come while the first is answered hear so at once; those that come while its answer is on its
    /// way hear either.
    @Test
    @Tag("Q01")
    void sendsOneOfFiftyEqualCallsUpstreamAndChargesItOnce() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        upstream.next(Script.begin().await(gate).send(WIRE));
        String key = key();
        List<Heard> during = new ArrayList<>();
        List<Heard> meanwhile = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Heard> calls = new ExecutorCompletionService<>(callers);
            askAtOnce(calls, key);
            hear(calls, CALLS - 1, during);
            awaitRequests(1);
            askAtOnce(calls, key);
            gate.countDown();
            hear(calls, CALLS + 1, meanwhile);
        }
        Heard last = ask(there, key, BODY);

        assertThat(upstream.requests()).hasSize(1);
        assertThat(during).allSatisfy(IdempotencyTest::assertInProgress);
        assertThat(meanwhile)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(IdempotencyTest::assertInProgress);
        assertThat(meanwhile)
                .filteredOn(answer -> answer.status() == 200 && !answer.isReplayed())
                .hasSize(1);
        assertThat(meanwhile)
                .filteredOn(answer -> answer.status() == 200)
                .extracting(Heard::body)
                .containsOnly(ANSWER);
        assertThat(last.isReplayed()).isTrue();
        assertThat(last.body()).isEqualTo(ANSWER);
        assertThat(here.settled(2 * CALLS + 1))
                .filteredOn(call -> call.outputTokens() > 0)
                .containsExactly(CHARGED);
    }

    private void askAtOnce(CompletionService<Heard> calls, String key) {
        for (int i = 0; i < CALLS; i++) {
            GatewayHarness instance = i % 2 == 0 ? here : there;
            calls.submit(() -> ask(instance, key, BODY));
        }
    }

    /// Waits for the next answers, whichever calls have theirs.
    private static void hear(CompletionService<Heard> calls, int count, List<Heard> heard) throws Exception {
        for (int i = 0; i < count; i++) {
            heard.add(calls.take().get());
        }
    }

    private static void assertInProgress(Heard answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("idempotency_in_progress");
        assertThat(answer.retryAfter()).isEqualTo("1");
    }

    @Test
    @Tag("O9")
    void givesTheSameAnswerAgainOnTheOtherInstance() {
        upstream.next(Script.json(200, ANSWER));
        String key = key();

        Heard first = ask(here, key, BODY);
        Heard second = ask(
                there, key, "{ \"messages\":[{\"content\":\"hello\",\"role\":\"user\"}], \"model\":\"ch\\u0061t\" }");

        assertThat(upstream.requests()).hasSize(1);
        assertThat(first.isReplayed()).isFalse();
        assertThat(second.isReplayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body()).isEqualTo(ANSWER);
        assertThat(second.type()).isEqualTo("application/json");
        assertThat(second.requestId()).isNotEqualTo(first.requestId());
        assertThat(here.settled(2)).filteredOn(call -> call.outputTokens() > 0).containsExactly(CHARGED);
    }

    @Test
    @Tag("Q01")
    void refusesAnotherBodyUnderTheSameKey() {
        upstream.next(Script.json(200, ANSWER));
        String key = key();
        ask(here, key, BODY);

        Heard other = ask(there, key, BODY.replace("hello", "goodbye"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(other.shouldRetry()).isEqualTo("false");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    @Tag("Q03")
    void keepsCallersAndPathsApart() {
        upstream.always(Script.json(200, ANSWER));
        String key = key();

        ask(here, key, BODY);
        Heard another = hear(post(here, GatewayHarness.ADMIN_KEY, CHAT, key, BODY));
        Heard elsewhere = hear(post(here, GatewayHarness.KEY, "/v1/responses", key, BODY));

        assertThat(List.of(another, elsewhere)).noneMatch(Heard::isReplayed);
        assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    @Tag("Q01")
    void letsAFailedCallBeSentAgainAtOnce() {
        upstream.next(
                Script.json(500, "{}"),
                Script.json(429, "{\"error\":{\"message\":\"slow down\"}}"),
                Script.json(400, "{\"error\":{\"message\":\"no\"}}"),
                Script.json(200, ANSWER));
        String key = key();

        List<Integer> statuses = List.of(
                ask(here, key, BODY).status(),
                ask(there, key, BODY).status(),
                ask(here, key, BODY).status(),
                ask(there, key, BODY).status(),
                ask(here, key, BODY).status());

        assertThat(statuses).containsExactly(500, 429, 400, 200, 200);
        assertThat(upstream.requests()).hasSize(4);
    }

    @Test
    @Tag("Q01")
    void letsACallBeSentAgainWhoseClientLeft() {
        CountDownLatch left = new CountDownLatch(1);
        upstream.next(Script.begin().whenGone(left)).always(Script.json(200, ANSWER));
        String key = key();
        try (RawHttp impatient = RawHttp.to(here.url().getPort())) {
            impatient.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: "
                    + "Bearer " + GatewayHarness.KEY + "\r\nidempotency-key: " + key + "\r\ncontent-length: "
                    + BODY.length() + "\r\n\r\n" + BODY);
            sent.incrementAndGet();
            awaitRequests(1);
        }
        await(left);

        Heard again = ask(there, key, BODY);
        while (again.status() == 409) {
            again = ask(there, key, BODY);
        }

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.isReplayed()).isFalse();
    }

    @Test
    @Tag("Q05")
    void refusesAMalformedKeyBeforeAnythingIsSpent() {
        Heard longKey = ask(here, "k".repeat(10_240), BODY);
        Heard strange = ask(here, "schön", BODY);

        assertThat(List.of(longKey, strange)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_value");
        });
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    @Tag("DA33")
    void passesStreamsAsIfThereWereNoKey() {
        upstream.always(Chunks.saying("hello"));
        String key = key();
        String streamed = BODY.replace("{\"model\"", "{\"stream\":true,\"model\"");

        for (int i = 0; i < 2; i++) {
            try (SseClient stream = post(here, GatewayHarness.KEY, CHAT, key, streamed)) {
                assertThat(Chunks.words(stream.rest())).containsExactly("hello");
            }
        }

        assertThat(upstream.requests()).hasSize(2);
        assertThat(here.database().rows("select * from idempotent_call where not answered"))
                .isEmpty();
    }

    @Test
    @Tag("DA26")
    void letsTheOfficialClientRetryUnderItsKey() {
        upstream.next(Script.json(500, "{}"), Script.json(200, ANSWER));
        ChatCompletionCreateParams asked = ChatCompletionCreateParams.builder()
                .model("chat")
                .addUserMessage("hello")
                .putAdditionalHeader("Idempotency-Key", key())
                .build();
        OpenAIClient client = client();

        ChatCompletion retried = client.chat().completions().create(asked);
        ChatCompletion repeated = client.chat().completions().create(asked);
        OpenAIServiceException other = catchThrowableOfType(
                OpenAIServiceException.class,
                () -> client.chat()
                        .completions()
                        .create(asked.toBuilder().addUserMessage("more").build()));
        client.close();
        sent.addAndGet(4);

        assertThat(repeated).isEqualTo(retried);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(upstream.requests()).hasSize(2);
    }

    private OpenAIClient client() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(here.url().resolve("/v1").toString())
                .apiKey(GatewayHarness.KEY)
                .maxRetries(2)
                .build();
    }

    /// What a client makes of an answer.
    private record Heard(
            int status,
            String body,
            boolean isReplayed,
            String retryAfter,
            String shouldRetry,
            String type,
            String requestId) {
        String code() {
            return Json.parse(body).path("error.code").textOr("");
        }
    }

    private String key() {
        return "key number " + keys++;
    }

    private Heard ask(GatewayHarness gateway, String key, String body) {
        return hear(post(gateway, GatewayHarness.KEY, CHAT, key, body));
    }

    private static Heard hear(SseClient answer) {
        try (answer) {
            return new Heard(
                    answer.status(),
                    answer.text(),
                    answer.header("idempotent-replayed").isPresent(),
                    answer.header("retry-after").orElse(""),
                    answer.header("x-should-retry").orElse(""),
                    answer.header("content-type").orElse(""),
                    answer.header("x-request-id").orElse(""));
        }
    }

    private SseClient post(GatewayHarness gateway, String apiKey, String path, String key, String body) {
        sent.incrementAndGet();
        return SseClient.post(
                gateway.url().resolve(path), Map.of("authorization", "Bearer " + apiKey, "idempotency-key", key), body);
    }

    private void awaitRequests(int count) {
        Await.until(() -> upstream.requests().size() >= count);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
