package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sallyport.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerSchemaTest {
    private final AnswerSchema schema = AnswerSchema.of(Json.parse("""
            {"type": "object", "required": ["city"], "additionalProperties": false,
             "properties": {"city": {"type": "string", "pattern": "^(a+)+$"}, "n": {"type": "integer"}}}"""));

    @ParameterizedTest
    @ValueSource(strings = {"{\"city\":\"aaa\",\"n\":1}", " {\"city\":\"a\"}\n", "```json\n{\"city\":\"a\"}\n```"})
    void takesAnswersThatKeepToIt(String answer) {
        assertThat(schema.problems(answer)).isEmpty();
    }

    @Test
    void tellsPlaceAndRuleButNotWhatStandsThere() {
        assertThat(schema.problems("{\"n\":\"secret\",\"city\":\"b\"}"))
                .containsExactlyInAnyOrder("/n: type", "/city: pattern");
        assertThat(schema.problems("Sure! {\"city\":\"a\"}")).containsExactly("not json");
    }

    @Test
    void matchesItsPatternsInLinearTime() {
        String answer = "{\"city\":\"" + "a".repeat(5_000) + "b\"}";

        List<String> problems = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> schema.problems(answer));

        assertThat(problems).containsExactly("/city: pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pattern\": \"(?=a)b\"}",
                "{\"$ref\": \"https://schemas.example/x.json\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"file:///etc/passwd\"}}}"
            })
    void refusesASchemaThatIsNotLinearOrLoadsSomething(String written) {
        Json schema = Json.parse(written);

        assertThatIllegalArgumentException().isThrownBy(() -> AnswerSchema.of(schema));
    }
}
