package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K15")
final class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/keys", "/keys/new?profile=a%20b&x=1", "/a//b", "/keys#top"})
    void keepsAPathOfOurOwn(String asked) {
        assertThat(LocalPath.safe(asked)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keys",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "/\t/evil.example",
                "/ /evil.example",
                "\\\\evil.example",
                "https:evil.example",
                "https://evil.example",
                "https://gate.example@evil.example/",
                "javascript:alert(1)",
                " /keys",
                "/keys\r\nset-cookie: a=b",
                "/keys\u0000",
                "/k\u00e9ys"
            })
    void leadsEverythingElseToTheStart(String asked) {
        assertThat(LocalPath.safe(asked)).isEqualTo("/");
    }

    @Test
    void dropsAnEndlessPath() {
        assertThat(LocalPath.safe("/" + "a".repeat(2048))).isEqualTo("/");
    }
}
