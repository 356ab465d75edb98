package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.BuiltIns.Kind;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuiltInsTest {

    @Test
    @Tag("PR1")
    void hasALineInTheGuideForEveryProvider() throws IOException {
        String guide = Files.readString(Path.of("docs/guides/providers.md"));

        assertThat(BuiltIns.providers()).allSatisfy(kind -> assertThat(guide).contains(start(kind)));
    }

    @Test
    void namesEveryProviderInTheAnnotatedSample() throws IOException {
        String sample = Files.readString(Path.of("config/company.yaml"));

        assertThat(BuiltIns.providers())
                .allSatisfy(kind -> assertThat(sample)
                        .containsPattern("\\b" + kind.provider().kind() + "\\b"));
    }

    @Test
    @Tag("PR2")
    void namesEveryProviderOnce() {
        assertThat(BuiltIns.providers())
                .extracting(kind -> kind.provider().kind())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pii", "prompt_injection"})
    @Tag("GU16")
    @Tag("GU14")
    void asksNobodyAboutPersonalDataAndTakeovers(String type) {
        Guardrail guardrail = BuiltIns.guardrails().stream()
                .filter(kind -> kind.type().equals(type))
                .map(kind -> kind.reader().apply(Json.object().toJson()))
                .findFirst()
                .orElseThrow();

        assertThat(guardrail).isNotInstanceOf(Guardrail.Asking.class);
        assertThat(guardrail.waits()).isFalse();
    }

    /// The row of the guide: the kind, its address where it has one of its own, its variable where it needs a
    /// key.
    private static String start(Kind kind) {
        return "| `" + kind.provider().kind() + "` |";
    }
}
