package io.sallyport.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.lang.TenantId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeaningTest {
    private static final TenantId TENANT = new TenantId("t");

    @Test
    void takesTheLastWordsOfAPersonInEveryDialect() {
        List<String> bodies = List.of(
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}",
                "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}");

        assertThat(bodies)
                .allSatisfy(body -> assertThat(of(body).map(Meaning::words)).contains("hi"));
    }

    @Test
    void leavesWhatIsMoreThanOneTextOfAPerson() {
        List<String> bodies = List.of(
                "{\"input\":\"hi\"}",
                "{\"messages\":\"hi\"}",
                "{\"messages\":[]}",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"hi\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"  \"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"text\":\"a\"}]}]}",
                "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"hi\"}]}]}");

        assertThat(bodies).allSatisfy(body -> assertThat(of(body)).isEmpty());
    }

    @Test
    void letsOnlyTheLastWordsDiffer() {
        String scope = scope("{\"messages\":[{\"role\":\"user\",\"content\":\"how are you\"}],\"temperature\":1}");

        assertThat(scope("{\"temperature\":1,\"messages\":[{\"content\":\"how is it\",\"role\":\"user\"}]}"))
                .isEqualTo(scope);
        assertThat(scope("{\"messages\":[{\"role\":\"user\",\"content\":\"how are you\"}],\"temperature\":0}"))
                .isNotEqualTo(scope);
        assertThat(scope("{\"messages\":[{\"role\":\"system\",\"content\":\"x\"},"
                        + "{\"role\":\"user\",\"content\":\"how are you\"}],\"temperature\":1}"))
                .isNotEqualTo(scope);
        assertThat(scope("{\"messages\":[{\"role\":\"user\",\"content\":\"how are 2\"}],\"temperature\":1}"))
                .isNotEqualTo(scope);
    }

    @Test
    void takesASignAndAFractionForPartOfANumber() {
        List<String> numbers = List.of("5", "-5", "\u22125", "+5", "5.5", "5 5");

        assertThat(numbers.stream()
                        .map(number -> scope("{\"messages\":[{\"role\":\"user\",\"content\":\"" + number + "\"}]}")))
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsTenantsApart() {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        Optional<Meaning> other = Meaning.of(new TenantId("u"), "", List.of(), Json.parse(body));

        assertThat(other.map(Meaning::scope)).isNotEqualTo(of(body).map(Meaning::scope));
    }

    private static String scope(String body) {
        return of(body).orElseThrow().scope();
    }

    private static Optional<Meaning> of(String body) {
        return Meaning.of(TENANT, "", List.of(), Json.parse(body));
    }
}
