package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Header;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {

    @ParameterizedTest
    @Tag("AU22")
    @ValueSource(
            strings = {
                "authorization",
                "Authorization",
                "x-api-key",
                "X-API-KEY",
                "cookie",
                "x-auth-token",
                "bearer",
                "proxy-authorization",
                "api-key",
                "x-goog-api-key",
                "x-my-company-secret"
            })
    void hidesTheValueOfEverythingThatIsNotKnownToBeHarmless(String name) {
        List<Header> kept = HeaderRedaction.of(List.of(new Header(name, "canary-4711")));

        assertThat(kept.getFirst().value()).isEqualTo("[REDACTED]");
        assertThat(kept.getFirst().name()).isEqualToIgnoringCase(name);
    }

    @Test
    void showsHarmlessHeadersOnOneLineEach() {
        List<Header> kept = HeaderRedaction.of(List.of(
                new Header("Content-Type", "application/json"),
                new Header("X-Stainless-Lang", "java"),
                new Header("user-agent", "a\r\nforged: line\u0007")));

        assertThat(kept)
                .containsExactly(
                        new Header("content-type", "application/json"),
                        new Header("x-stainless-lang", "java"),
                        new Header("user-agent", "a\uFFFD\uFFFDforged: line\uFFFD"));
    }

    @Test
    @Tag("N15")
    void boundsNumberAndLength() {
        List<Header> many = IntStream.range(0, 500)
                .mapToObj(i -> new Header("accept", "x".repeat(40_000)))
                .toList();

        List<Header> kept = HeaderRedaction.of(many);

        assertThat(kept).hasSize(64).allMatch(header -> header.value().length() == 1_024);
    }
}
