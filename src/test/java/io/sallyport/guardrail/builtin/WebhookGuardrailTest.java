package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.WebhookSigner;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream.Received;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("GU21")
final class WebhookGuardrailTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private final AskedServices services = AskedServices.anywhere();

    @AfterEach
    void closes() {
        services.close();
    }

    @Test
    void showsEveryTextWithItsPlaceAndSpeaker() {
        services.service().next(Script.json(200, "{\"action\":\"allow\",\"kinds\":[\"Odd Tone\"]}"));

        Verdict verdict = services.ask(WebhookGuardrail.KIND, services.config(), AskedServices.said("hello"));

        assertThat(verdict).isEqualTo(new Passed("odd_tone 1"));
        assertThat(Json.parse(services.service().requests().getFirst().text())).isEqualTo(Json.parse("""
                        {"layer":"input","model":"m","texts":[
                         {"place":"messages[0].content","text":"You are kind.","role":"system"},
                         {"place":"messages[1].content","text":"hello","role":"user"},
                         {"place":"messages[2].content","text":"I see.","role":"assistant"}]}"""));
    }

    @Test
    void signsWhatItAsks() {
        services.service().next(Script.json(200, "{\"action\":\"allow\"}"));

        services.ask(
                WebhookGuardrail.KIND,
                services.config().put("secrets", Json.array().add(SECRET)),
                AskedServices.said("hello"));

        Received asked = services.service().requests().getFirst();
        String id = asked.header("webhook-id").orElseThrow();
        Instant now = Instant.parse(AskedServices.NOW);
        assertThat(asked.header("webhook-timestamp")).contains(String.valueOf(now.getEpochSecond()));
        assertThat(asked.header("webhook-signature"))
                .contains(new WebhookSigner(List.of(Secret.of(SECRET))).sign(id, now, asked.text()));
    }

    @Test
    void stopsWhatTheServiceStops() {
        services.service().next(Script.json(200, "{\"action\":\"block\",\"kinds\":[\"tone\"],\"score\":0.7}"));

        Verdict verdict = services.ask(WebhookGuardrail.KIND, services.config(), AskedServices.said("hello"));

        assertThat(verdict).isEqualTo(new Blocked("tone 1", 0.7));
    }

    @Test
    @Tag("GU17")
    void changesWhatTheServiceChanges() {
        services.service()
                .next(Script.json(
                        200,
                        "{\"action\":\"change\",\"texts\":[{\"place\":\"messages[1].content\",\"text\":\"hi\"}]}"));

        Verdict verdict = services.ask(WebhookGuardrail.KIND, services.config(), AskedServices.said("hello"));

        assertThat(verdict).isEqualTo(new Replaced(Map.of("messages[1].content", "hi"), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"action\":\"maybe\"}",
                "{\"action\":\"allow\",\"surprise\":1}",
                "{\"action\":\"change\",\"texts\":[{\"place\":\"messages[9].content\",\"text\":\"hi\"}]}",
                "[\"allow\"]"
            })
    @Tag("O21")
    void cannotTellWhenTheFormIsAnother(String answer) {
        services.service().next(Script.json(200, answer));

        assertThatThrownBy(() -> services.ask(WebhookGuardrail.KIND, services.config(), AskedServices.said("hello")))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage("its service answered in an unknown form");
    }

    @Test
    void notesNoTextThatAServiceCallsAKind() {
        String text = "Ada Lovelace, born in London on 10 December 1815, wrote to us";
        services.service().next(Script.json(200, "{\"action\":\"allow\",\"kinds\":[\"" + text + "\"]}"));

        Verdict verdict = services.ask(WebhookGuardrail.KIND, services.config(), AskedServices.said("hello"));

        assertThat(verdict).isEqualTo(new Passed("other 1"));
    }

    @Test
    void takesNoSecretThatIsTooShort() {
        Json config =
                services.config().put("secrets", Json.array().add("short")).toJson();

        assertThatThrownBy(() -> WebhookGuardrail.KIND.reader().apply(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be 24 bytes or more");
    }
}
