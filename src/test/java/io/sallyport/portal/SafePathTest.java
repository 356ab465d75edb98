package io.sallyport.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K15")
final class SafePathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/keys", "/keys?sort=-name&q=a%20b", "/admin/status#now"})
    void goesOnToAPathOfThisSite(String path) {
        assertThat(SafePath.orHome(Optional.of(path))).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keys",
                "//evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "https:evil.example",
                "https://evil.example/",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/\r\nset-cookie: a=b",
                "/ä",
                " /keys"
            })
    void goesHomeInsteadOfElsewhere(String path) {
        assertThat(SafePath.orHome(Optional.of(path))).isEqualTo("/");
    }

    @Test
    void goesHomeWithoutAnAddress() {
        assertThat(SafePath.orHome(Optional.empty())).isEqualTo("/");
    }
}
