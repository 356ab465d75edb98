package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Backends see words in the place of personal data; clients get their own data back.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("GU13")
final class PseudonymsJourneyTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MAIL = "ada.lovelace@example.org";
    private static final Pattern WORD = Pattern.compile("\\[EMAIL_1_[a-z0-9]{8}]");

    private final EchoingUpstream echo = EchoingUpstream.start();
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("echo", echo.url())
            .backend("one", upstream.url())
            .alias(thinking("restored"))
            .alias(thinking("held"))
            .alias("scripted", "one/m")
            .word("content_capture", "full")
            .section(
                    "response_cache",
                    Json.object()
                            .put("enabled", true)
                            .put("models", Json.array().add("*")))
            .section(
                    "guardrails",
                    Json.object()
                            .put(
                                    "input_guardrails",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("type", "pii")
                                                    .put("config", Json.object().put("action", "pseudonym"))))
                            .put(
                                    "output_guardrails",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("type", "pii")
                                                    .put("models", Json.array().add("held"))
                                                    .put("config", phones()))))
            .start();
    private final Passerby anybody = new Passerby(gateway.url());

    private static JsonObject thinking(String alias) {
        JsonObject target = Json.object().put("backend", "echo").put("model", "m");
        return Json.object()
                .put("alias", alias)
                .put("expose_reasoning", true)
                .put("targets", Json.array().add(target));
    }

    private static JsonObject phones() {
        return Json.object().put("kinds", Json.array().add("phone")).put("action", "block");
    }

    @BeforeEach
    void forgets() {
        upstream.forget();
        upstream.always(Script.json(200, ChatWords.answer("fine")));
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        upstream.close();
        echo.close();
    }

    @Test
    void showsABackendAWordAndTheClientItsOwnData() {
        HttpResponse<String> heard = ask(question("restored", "whole"));

        Json message = Json.parse(heard.body()).path("choices.0.message");
        assertThat(echo.last()).doesNotContain("lovelace").containsPattern(WORD);
        assertThat(message.get("content").text()).isEqualTo("You wrote: mail " + MAIL);
        assertThat(message.get("reasoning_content").text()).isEqualTo("They say mail " + MAIL);
        assertThat(Json.parse(message.path("tool_calls.0.function.arguments").text()))
                .isEqualTo(Json.object().put("to", "mail " + MAIL).toJson());
    }

    @Test
    @Tag("O01")
    void givesDataBackInAStreamThatIsCutIntoSingleSigns() {
        String flowing = ask(question("restored", "stream")).body();
        String held = ask(question("held", "stream")).body();

        assertThat(echo.last()).doesNotContain("lovelace");
        assertThat(List.of(flowing, held)).allSatisfy(stream -> {
            assertThat(ChatWords.content(stream)).isEqualTo("You wrote: mail " + MAIL);
            assertThat(stream).endsWith("data: [DONE]\n\n");
            assertThat(EchoingUpstream.said(stream, "reasoning_content")).isEqualTo("They say mail " + MAIL);
            assertThat(Json.parse(EchoingUpstream.said(stream, "arguments")))
                    .isEqualTo(Json.object().put("to", "mail " + MAIL).toJson());
        });
    }

    @Test
    @Tag("O19")
    void givesNothingBackToAnotherCall() {
        ask(question("scripted", "whole"));
        Matcher word = WORD.matcher(upstream.requests().getFirst().text());
        assertThat(word.find()).isTrue();
        upstream.always(Script.json(200, ChatWords.answer("It was " + word.group())));

        HttpResponse<String> other = ask(question("scripted", "whole"));
        HttpResponse<String> written = ask(ChatWords.question("scripted").replace("hello", word.group()));

        assertThat(other.body()).contains("It was " + word.group()).doesNotContain("lovelace");
        assertThat(written.body()).contains("It was " + word.group()).doesNotContain("lovelace");
    }

    @Test
    void keepsNoAnswerWithDataThatTheBackendWasNotShown() {
        HttpResponse<String> heard = ask(question("restored", "whole"));
        HttpResponse<String> again = ask(question("restored", "whole"));

        String id = heard.headers().firstValue("x-request-id").orElseThrow();
        assertThat(again.headers().firstValue("x-sallyport-cache")).isEmpty();
        List<List<String>> kept = Installation.rows(
                gateway.database(),
                "select request_body, response_body from request_content where request_id = '" + id + "'",
                1);
        assertThat(kept.getFirst().getFirst()).containsPattern(WORD).doesNotContain("lovelace");
        assertThat(kept.getFirst().getLast()).isEmpty();
    }

    private static String question(String model, String what) {
        String body =
                "whole".equals(what) || "other".equals(what) ? ChatWords.question(model) : ChatWords.streamed(model);
        return body.replace("hello", "mail " + MAIL);
    }

    private HttpResponse<String> ask(String body) {
        return anybody.post(CHAT, body, "authorization", "Bearer " + GatewayHarness.KEY);
    }
}
