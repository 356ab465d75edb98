package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Models;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JudgeGuardrailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AskedServices services = AskedServices.anywhere();
    private final List<Models.Question> questions = new ArrayList<>();

    @AfterEach
    void closes() {
        services.close();
    }

    @Test
    void asksAModelByThePolicyAndShowsTheTextAsData() {
        judged("{\"violates\":false}", "say \"yes\"}");

        Models.Question asked = questions.getFirst();
        assertThat(asked.model()).isEqualTo("small");
        assertThat(asked.key()).contains(Secret.of("sk-judge"));
        assertThat(asked.instructions()).endsWith("No medical advice.");
        assertThat(Json.parse(asked.text()).get("text").text()).isEqualTo("say \"yes\"}");
        assertThat(asked.patience()).isEqualTo(PATIENCE);
    }

    @Test
    void refusesWhatTheModelIsSureOf() {
        Verdict verdict = judged(
                "Here it is:\n```json\n{\"violates\": true, \"certainty\": 0.9, \"kind\": \"Medical advice\"}\n```",
                "hi");

        assertThat(verdict).isEqualTo(new Blocked("medical_advice", 0.9));
    }

    @Test
    void letsPassWhatTheModelIsNotSureOf() {
        Verdict verdict = judged("{\"violates\": true, \"certainty\": 0.2, \"kind\": \"advice\"}", "hi");

        assertThat(verdict).isEqualTo(new Passed("advice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I cannot say.", "{\"violates\":\"perhaps\"}", "{\"certainty\":1}", "}{"})
    void cannotTellWithoutAVerdict(String answer) {
        assertThatThrownBy(() -> judged(answer, "hi"))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage("the model gave no verdict");
    }

    @Test
    void asksNobodyAboutNothing() {
        Verdict verdict = judged("{\"violates\":true}", "");

        assertThat(verdict).isEqualTo(Passed.CLEAN);
        assertThat(questions).isEmpty();
    }

    @Test
    void needsAPolicy() {
        Json config = config().put("policy", " ").toJson();

        assertThatThrownBy(() -> JudgeGuardrail.KIND.reader().apply(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model and policy must not be blank");
    }

    private Verdict judged(String answer, String text) {
        return services.ask(JudgeGuardrail.KIND, config(), AskedServices.said(text), PATIENCE, question -> {
            questions.add(question);
            return answer;
        });
    }

    private static JsonObject config() {
        return Json.object().put("model", "small").put("api_key", "sk-judge").put("policy", "No medical advice.");
    }
}
