package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.GuardrailRule;
import io.sallyport.guardrail.GuardrailSettings;
import io.sallyport.guardrail.Layer;
import io.sallyport.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("GU6")
final class GuardrailSectionTest {

    @Test
    void readsWhoLooksAtWhichDoorInWhichOrder() {
        GuardrailSettings guardrails = accepted(read("""
                        guardrails:
                          enabled: false
                          timeout: "3s"
                          input_guardrails:
                            - {name: people, type: pii, enabled: true, priority: 7, config: {kinds: [email]}}
                            - {name: nobody, type: pii, enabled: false}
                          output_guardrails:
                            - {type: pii, timeout: 1s}
                        """)).value().guardrails();

        assertThat(guardrails.enabled()).isFalse();
        assertThat(guardrails.patience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(guardrails.rules())
                .extracting(
                        GuardrailRule::name,
                        GuardrailRule::layer,
                        GuardrailRule::priority,
                        GuardrailRule::timeout,
                        GuardrailRule::config)
                .containsExactly(
                        tuple("people", Layer.INPUT, 7, Duration.ofSeconds(3), mark("{\"kinds\":[\"email\"]}")),
                        tuple("pii", Layer.OUTPUT, 100, Duration.ofSeconds(1), mark("{}")));
    }

    private static String mark(String config) {
        return GuardrailKind.mark(Json.parse(config));
    }

    @Test
    void refusesTwoOfOneNameAtOneDoor() {
        String text = "guardrails: {input_guardrails: [{type: pii}, {type: pii}], output_guardrails: [{type: pii}]}";

        assertThat(problems(read(text))).singleElement().asString().contains("two guardrails with the name 'pii'");
    }

    @Test
    void refusesBatchesThatDoNotFitWhereLooksWait() {
        String text = "guardrails: {metrics_buffer_size: 10, metrics_batch_size: 11}";

        assertThat(problems(read(text))).singleElement().asString().contains("must not be more than");
    }
}
