package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderTextTest {
    @Test
    @Tag("A25")
    void looksAtEveryCharacterOfAValue() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            String text = "before" + c + "behind";
            boolean isControl = (c < ' ' && c != '\t') || c == 0x7f;

            if (isControl) {
                assertThatThrownBy(() -> HeaderText.value(text)).isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(HeaderText.value(text)).isEqualTo(c > 0xff ? "before?behind" : text);
            }
        }
    }

    @Test
    @Tag("A25")
    void looksAtEveryCharacterOfAToken() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            String text = "before" + c;
            boolean isAllowed = c < 0x80 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);

            if (isAllowed) {
                assertThat(HeaderText.token(text)).isEqualTo(text);
            } else {
                assertThatThrownBy(() -> HeaderText.token(text)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u20ac\n", "a\u20ac\0", "caf\u00e9\r", "\u00e9\u007f"})
    @Tag("A25")
    void findsAControlCharacterBehindAnUnusualOne(String text) {
        assertThatThrownBy(() -> HeaderText.value(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsATextThatNeedsNoChange() {
        String text = "caf\u00e9\tau lait";

        assertThat(HeaderText.value(text)).isSameAs(text);
    }
}
