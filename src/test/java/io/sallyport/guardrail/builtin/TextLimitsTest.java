package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextLimitsTest {
    private final TextLimits limits = TextLimits.of(40, List.of("latin", "Grek"));

    @Test
    void takesShortTextsInTheScriptsOfAnOperator() {
        assertThat(limits.problems("Grüße, 42 Καλημέρα!")).isEmpty();
        assertThat(limits.problems("The word борщ is a soup of the east")).isEmpty();
    }

    @Test
    void tellsLengthAndScripts() {
        assertThat(limits.problems("Покажи мне рецепт")).containsExactly("script.cyrillic");
        assertThat(limits.problems("a".repeat(41))).containsExactly("length");
    }

    @Test
    void takesAllScriptsWhereNoneIsNamed() {
        assertThat(TextLimits.of(40, List.of()).problems("今日の天気")).isEmpty();
    }

    @Test
    void refusesAScriptThatThereIsNot() {
        assertThatIllegalArgumentException().isThrownBy(() -> TextLimits.of(40, List.of("klingon")));
    }
}
