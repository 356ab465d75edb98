package io.sallyport.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.dialect.ErrorBody;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiClientDialectTest {
    private final OpenAiClientDialect dialect = new OpenAiClientDialect();

    @Test
    void readsTheFactsOfAChat() {
        RequestFacts facts =
                chat("{\"model\":\"gpt\",\"messages\":[],\"stream\":true,\"max_completion_tokens\":9,\"n\":2,"
                        + "\"stream_options\":{\"include_usage\":true}}");

        assertThat(facts.model()).contains("gpt");
        assertThat(facts.stream()).isTrue();
        assertThat(facts.usageAsked()).isTrue();
        assertThat(facts.outputCap()).contains(9L);
        assertThat(facts.choices()).isEqualTo(2);
    }

    @ParameterizedTest
    @Tag("B15")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\",\"messages\":{}} | invalid_type | messages",
                "{\"model\":\"m\"} | invalid_value | messages",
                "{\"model\":\"m\",\"messages\":[],\"stream\":\"true\"} | invalid_type | stream",
                "{\"model\":\"m\",\"messages\":[],\"n\":0} | invalid_value | n",
                "{\"model\":\"m\",\"messages\":[],\"n\":129} | invalid_value | n",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":-1} | invalid_value | max_tokens",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":1.5} | invalid_type | max_tokens"
            })
    void refusesWrongFactsByName(String body, String code, String param) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> chat(body));

        assertThat(refused.refusal()).isInstanceOfSatisfying(BadRequest.class, bad -> {
            assertThat(bad.code()).isEqualTo(code);
            assertThat(bad.param()).isEqualTo(param);
        });
    }

    @ParameterizedTest
    @Tag("Q07")
    @ValueSource(strings = {"0", "2147483648000", "9007199254740993", "9223372036854775807"})
    void refusesImplausibleOutputCaps(String cap) {
        String body = "{\"model\":\"m\",\"messages\":[],\"max_tokens\":" + cap + "}";

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> chat(body));

        assertThat(refused.refusal().code()).isEqualTo("invalid_value");
    }

    @Test
    @Tag("DA26")
    void writesErrorsInOpenAisShape() {
        Bytes body = dialect.error(404, new ErrorBody("No \"such\" model.", "not_found_error", "model_not_found", ""));

        assertThat(body.text())
                .isEqualTo("{\"error\":{\"message\":\"No \\\"such\\\" model.\",\"type\":\"not_found_error\","
                        + "\"param\":null,\"code\":\"model_not_found\"}}");
    }

    private RequestFacts chat(String body) {
        return dialect.read(Operation.CHAT, "/v1/chat/completions", Bytes.of(body));
    }
}
