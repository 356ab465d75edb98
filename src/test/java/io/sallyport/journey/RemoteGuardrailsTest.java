package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Guardrails that ask somebody: services outside, and the gateway's own models.
@TestInstance(Lifecycle.PER_CLASS)
final class RemoteGuardrailsTest {
    private static final String FINE = "{\"results\":[{\"flagged\":false,\"categories\":{\"violence\":false}}]}";
    private static final String VIOLENT =
            "{\"results\":[{\"flagged\":true,\"categories\":{\"violence\":true},\"category_scores\":{\"violence\":0.9}}]}";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ScriptedUpstream service = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("moderated", "one/m")
            .alias("hurried", "one/m")
            .alias("advised", "one/m")
            .alias("judged", "one/m")
            .alias("judge", "one/judge-model")
            .alias("edited", "one/m")
            .word("content_capture", "full")
            .section(
                    "guardrails",
                    Json.object()
                            .put("allowed_networks", "127.0.0.1")
                            .put("timeout", "20s")
                            .put(
                                    "input_guardrails",
                                    Json.array()
                                            .add(moderation("required", "moderated"))
                                            .add(moderation("hasty", "hurried").put("timeout", "400ms"))
                                            .add(moderation("advisory", "advised")
                                                    .put("on_failure", "open"))
                                            .add(rule("judge", "judge", "judge*")
                                                    .put("config", policy())))
                            .put(
                                    "output_guardrails",
                                    Json.array()
                                            .add(rule("editor", "webhook", "edited")
                                                    .put("config", config()))))
            .start();
    private final Passerby anybody = new Passerby(gateway.url());

    private JsonObject moderation(String name, String model) {
        return rule(name, "moderation", model).put("timeout", "20s").put("config", config());
    }

    private JsonObject config() {
        return Json.object().put("url", service.url() + "/check").put("api_key", "sk-service-canary-99");
    }

    private static JsonObject policy() {
        return Json.object()
                .put("model", "judge")
                .put("api_key", GatewayHarness.KEY)
                .put("policy", "No medical advice.");
    }

    private static JsonObject rule(String name, String type, String model) {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("models", Json.array().add(model));
    }

    @BeforeEach
    void forgets() {
        upstream.forget();
        service.forget();
        upstream.always(Script.json(200, ChatWords.answer("fine")));
        service.always(Script.json(200, FINE));
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        service.close();
        upstream.close();
    }

    @Test
    @Tag("GU7")
    @Tag("C12")
    void asksTheServiceBeforeTheModel() {
        HttpResponse<String> fine = ask(ChatWords.question("moderated"));
        service.always(Script.json(200, VIOLENT));
        HttpResponse<String> flagged = ask(ChatWords.question("moderated"));

        assertThat(fine.statusCode()).isEqualTo(200);
        assertThat(flagged.statusCode()).isEqualTo(403);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    @Tag("O21")
    void stopsCallsWhileARequiredServiceIsDownOrSlow() {
        service.always(Script.json(500, "{}"));
        HttpResponse<String> down = ask(ChatWords.question("moderated"));
        service.always(Script.begin().hang());
        HttpResponse<String> slow = ask(ChatWords.question("hurried"));

        assertThat(List.of(down.statusCode(), slow.statusCode())).containsExactly(503, 503);
        assertThat(Json.parse(slow.body()).path("error.code").text()).isEqualTo("guardrail_unavailable");
        assertThat(down.body()).doesNotContain("127.0.0.1", "500");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    @Tag("O21")
    @Tag("GU18")
    void letsCallsGoOnWhileAnAdvisoryServiceIsDownAndRecordsIt() {
        service.always(Script.json(500, "{}"));

        HttpResponse<String> heard = ask(ChatWords.question("advised"));

        String id = heard.headers().firstValue("x-request-id").orElseThrow();
        assertThat(heard.statusCode()).isEqualTo(200);
        assertThat(Installation.rows(
                        gateway.database(),
                        "select result, note from guardrail_run where request_id = '" + id + "'",
                        1))
                .containsExactly(List.of("failed", "its service answered with status 500"));
    }

    @Test
    void letsAModelOfItsOwnJudgeAndChargesTheKeyItWasGiven() {
        upstream.next(Script.json(
                200, ChatWords.answer("{\\\"violates\\\":true,\\\"certainty\\\":0.9,\\\"kind\\\":\\\"medical\\\"}")));

        HttpResponse<String> heard = ask(ChatWords.question("judged").replace("hello", "which pills?"));

        assertThat(heard.statusCode()).isEqualTo(403);
        assertThat(upstream.requests()).hasSize(1);
        assertThat(upstream.requests().getFirst().text()).contains("judge-model", "No medical advice.", "which pills?");
        String id = heard.headers().firstValue("x-request-id").orElseThrow();
        // Bodies are written in the order of the calls.
        Installation.rows(gateway.database(), "select 1 from request_content where request_id = '" + id + "'", 1);
        assertThat(Installation.rows(
                        gateway.database(),
                        "select l.model, c.request_id is null from request_log l"
                                + " left join request_content c on c.request_id = l.id"
                                + " where l.user_agent = 'Sallyport guardrail' and l.status = 200",
                        1))
                .as("the judge's call, and that nothing of its words is kept")
                .containsExactly(List.of("judge", "t"));
    }

    @Test
    void stopsCallsWhenTheJudgeGivesNoVerdict() {
        upstream.next(Script.json(500, "{}"), Script.json(500, "{}"), Script.json(500, "{}"));

        HttpResponse<String> heard = ask(ChatWords.question("judged"));

        assertThat(heard.statusCode()).isEqualTo(503);
    }

    @Test
    @Tag("GU17")
    void letsAServiceChangeAnswersWholeAndStreamed() {
        String place = "choices[0].message.content";
        service.next(Script.json(200, changed(place)));
        HttpResponse<String> whole = ask(ChatWords.question("edited"));
        upstream.always(
                Script.eventStream().events(ChatWords.chunks("the recipe", 4)).lastChunk());
        HttpResponse<String> streamed = ask(ChatWords.streamed("edited"));
        String shown = Json.parse(service.requests().getLast().text())
                .path("texts.0.place")
                .text();
        service.next(Script.json(200, changed(shown)));
        HttpResponse<String> edited = ask(ChatWords.streamed("edited"));

        assertThat(Json.parse(whole.body()).path(place.replace("[0]", ".0")).text())
                .isEqualTo("something else");
        assertThat(Json.parse(streamed.body()).path("error.code").text()).isEqualTo("guardrail_unavailable");
        assertThat(ChatWords.content(edited.body())).isEqualTo("something else");
    }

    @Test
    void chargesAHeldStreamThatItCannotRead() {
        upstream.always(Script.eventStream()
                .events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":01}}]}")
                .events(ChatWords.chunks("quiet", 5))
                .lastChunk());

        HttpResponse<String> heard = ask(ChatWords.streamed("edited"));

        String id = heard.headers().firstValue("x-request-id").orElseThrow();
        assertThat(heard.statusCode()).isEqualTo(403);
        assertThat(Installation.rows(
                        gateway.database(),
                        "select l.code, u.output_tokens > 0 from request_log l"
                                + " join usage_record u on u.request_id = l.id where l.id = '" + id + "'",
                        1))
                .containsExactly(List.of("content_policy_violation", "t"));
    }

    @Test
    void cancelsAHeldStreamWhenTheClientLeaves() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        upstream.next(Script.eventStream()
                .events(ChatWords.chunks("Write to", 3)[0])
                .signal(began)
                .whenGone(left));

        try (Socket client = new Socket(gateway.url().getHost(), gateway.url().getPort())) {
            client.getOutputStream().write(raw(ChatWords.streamed("edited")));
            assertThat(began.await(1, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(left.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Installation.rows(
                        gateway.database(), "select code from request_log where status = 499 and model = 'edited'", 1))
                .containsExactly(List.of("client_gone"));
    }

    private static byte[] raw(String body) {
        return ("POST /v1/chat/completions HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\nauthorization: Bearer "
                        + GatewayHarness.KEY + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String changed(String place) {
        return "{\"action\":\"change\",\"texts\":[{\"place\":\"" + place + "\",\"text\":\"something else\"}]}";
    }

    private HttpResponse<String> ask(String body) {
        return anybody.post("/v1/chat/completions", body, "authorization", "Bearer " + GatewayHarness.KEY);
    }
}
