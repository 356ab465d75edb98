package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("GU7")
final class ModerationGuardrailTest {
    private static final String VIOLENT = """
            {"id":"modr-1","model":"omni-moderation-latest","results":[{"flagged":true,
             "categories":{"hate":false,"illicit":null,"violence":true,"violence/graphic":true,"self-harm":false},
             "category_scores":{"hate":0.01,"violence":0.91,"violence/graphic":0.4,"self-harm":2e-6},
             "category_applied_input_types":{"violence":["text"]}}]}""";
    private static final String FINE = """
            {"id":"modr-2","model":"omni-moderation-latest","results":[{"flagged":false,
             "categories":{"hate":false,"violence":false},"category_scores":{"hate":0.01,"violence":0.02}}]}""";

    private final AskedServices services = AskedServices.anywhere();

    @AfterEach
    void closes() {
        services.close();
    }

    @Test
    void refusesWhatIsFlagged() {
        services.service().next(Script.json(200, VIOLENT));

        Verdict verdict = services.ask(ModerationGuardrail.KIND, services.config(), AskedServices.said("hit him"));

        assertThat(verdict).isEqualTo(new Blocked("violence 1, violence/graphic 1", 0.91));
    }

    @Test
    void letsPassWhatIsNotFlagged() {
        services.service().next(Script.json(200, FINE));

        Verdict verdict = services.ask(ModerationGuardrail.KIND, services.config(), AskedServices.said("hello"));

        assertThat(verdict).isEqualTo(Passed.CLEAN);
    }

    @Test
    @Tag("GU18")
    void showsTheServiceItsFormTheKeyAndWhatThePersonSaidLast() {
        services.service().next(Script.json(200, FINE));

        services.ask(
                ModerationGuardrail.KIND,
                services.config().put("api_key", "sk-moderation-key"),
                AskedServices.said("hello"));

        Received asked = services.service().requests().getFirst();
        assertThat(asked.firstLine()).isEqualTo("POST /check HTTP/1.1");
        assertThat(asked.header("authorization")).contains("Bearer sk-moderation-key");
        assertThat(Json.parse(asked.text()))
                .isEqualTo(Json.parse("{\"model\":\"omni-moderation-latest\",\"input\":\"hello\"}"));
    }

    @Test
    @Tag("GU18")
    void showsEverythingWhereNobodyIsSaidToSpeakOrAllIsWanted() {
        Content prompt = new Content(
                Layer.INPUT, "m", List.of(new Piece("prompt[0]", "one"), new Piece("prompt[1]", "two")), Map.of());
        services.service().always(Script.json(200, FINE));

        services.ask(ModerationGuardrail.KIND, services.config(), prompt);
        services.ask(ModerationGuardrail.KIND, services.config().put("turns", "all"), AskedServices.said("hello"));

        assertThat(services.service().requests())
                .extracting(asked -> Json.parse(asked.text()).get("input").text())
                .containsExactly("one\ntwo", "You are kind.\nhello\nI see.");
    }

    @Test
    void heedsOnlyTheCategoriesItIsGiven() {
        services.service().always(Script.json(200, VIOLENT));

        Verdict other = services.ask(
                ModerationGuardrail.KIND,
                services.config().put("categories", Json.array().add("hate")),
                AskedServices.said("hit him"));
        Verdict under = services.ask(
                ModerationGuardrail.KIND,
                services.config().put("categories", Json.array().add("violence")),
                AskedServices.said("hit him"));

        assertThat(other).isEqualTo(Passed.CLEAN);
        assertThat(under).isEqualTo(new Blocked("violence 1, violence/graphic 1", 0.91));
    }

    @Test
    void onlyNotesWhatIsFlaggedWhereItIsToldTo() {
        services.service().next(Script.json(200, VIOLENT));

        Verdict verdict = services.ask(
                ModerationGuardrail.KIND, services.config().put("block_on_flag", false), AskedServices.said("hit him"));

        assertThat(verdict).isEqualTo(new Passed("violence 1, violence/graphic 1"));
    }

    @Test
    void believesAFlagWithoutACategory() {
        services.service().next(Script.json(200, "{\"results\":[{\"flagged\":true}]}"));

        Verdict verdict = services.ask(ModerationGuardrail.KIND, services.config(), AskedServices.said("hit him"));

        assertThat(verdict).isEqualTo(new Blocked("flagged 1", 1));
    }

    @Test
    void asksNobodyAboutNothing() {
        Verdict verdict = services.ask(ModerationGuardrail.KIND, services.config(), AskedServices.said(" "));

        assertThat(verdict).isEqualTo(Passed.CLEAN);
        assertThat(services.service().requests()).isEmpty();
    }

    static Set<Map.Entry<String, Script>> troubles() {
        return Map.of(
                        "its service answered with status 500", Script.json(500, "{\"error\":\"sk-secret\"}"),
                        "its service answered with status 302", Script.whole(302, "text/html", ""),
                        "its service answered in an unknown form", Script.json(200, "<html>"),
                        "its service did not answer in time", Script.begin().hang(),
                        "its service's answer was cut or is not HTTP",
                                Script.begin().send("SSH-2.0-x\r\n\r\n").close(),
                        "its service's answer is too large", Script.json(200, "\"" + "x".repeat(10 << 20) + "\""))
                .entrySet();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    @Tag("O21")
    void cannotTellWhenItsServiceIsInTrouble(Map.Entry<String, Script> trouble) {
        services.service().always(trouble.getValue());

        assertThatThrownBy(() -> services.ask(
                        ModerationGuardrail.KIND,
                        services.config(),
                        AskedServices.said("hello"),
                        Duration.ofMillis(trouble.getKey().contains("time") ? 100 : 60_000)))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage(trouble.getKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"results\":[]}", "{\"results\":[{\"flagged\":\"no\"}]}", "{\"results\":{}}"})
    @Tag("O21")
    void cannotTellWhenTheFormIsAnother(String form) {
        services.service().always(Script.json(200, form));

        assertThatThrownBy(() -> services.ask(ModerationGuardrail.KIND, services.config(), AskedServices.said("hello")))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage("its service answered in an unknown form");
    }

    @Test
    void cannotTellWhenItsServiceIsGone() {
        services.service().close();

        assertThatThrownBy(() -> services.ask(ModerationGuardrail.KIND, services.config(), AskedServices.said("hello")))
                .hasMessage("its service cannot be reached");
    }

    @Test
    @Tag("M01")
    void reachesNoAddressThatIsNotAllowed() {
        try (AskedServices inside = AskedServices.onlyPublic()) {
            assertThatThrownBy(() -> inside.ask(ModerationGuardrail.KIND, inside.config(), AskedServices.said("hello")))
                    .hasMessage("its service's address is not public and not in guardrails.allowed_networks");
            assertThat(inside.service().connections()).isZero();
        }
    }

    @Test
    void takesNoAddressThatIsNone() {
        Json config = Json.object().put("url", "file:///etc/passwd").toJson();

        assertThatThrownBy(() -> ModerationGuardrail.KIND.reader().apply(config))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
