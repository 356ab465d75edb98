package io.sallyport.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("L11")
final class DisplayNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo\u0000",
                "demo\n",
                "\u202Eomed",
                "de\u200Bmo",
                "de\u2066mo\u2069",
                "demo\uFEFF",
                "demo\uFE0F",
                "\u3164",
                "de\u2028mo",
                "demo\uE000",
                "\uD800"
            })
    void refusesSignsThatCannotBeSeen(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DisplayName(name))
                .withMessageNotContaining("demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", " demo", "demo "})
    void refusesWhatLooksLikeNothingOrHidesItsEnds(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DisplayName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Research & Development", "Zürich", "研究室", "O'Neill's", "Команда 7"})
    void takesTheNamesOfPeople(String name) {
        assertThat(new DisplayName(name).value()).isEqualTo(name);
    }

    @Test
    void seesOneNameInThoseThatLookAlike() {
        String plain = new DisplayName("finance team").skeleton();

        assertThat(new DisplayName("Finance  Team").skeleton()).isEqualTo(plain);
        assertThat(new DisplayName("ﬁnance team").skeleton()).isEqualTo(plain);
        assertThat(new DisplayName("ｆｉｎａｎｃｅ team").skeleton()).isEqualTo(plain);
        assertThat(new DisplayName("STRASSE").skeleton()).isEqualTo(new DisplayName("straße").skeleton());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0440aypal", "p\u0430yp\u0430l", "PAYPAL", "\u03A1\u0391YPAL", "\u03C1aypal"})
    void seesTheLatinLetterBehindItsDoubles(String name) {
        assertThat(new DisplayName(name).skeleton()).isEqualTo(new DisplayName("paypal").skeleton());
    }

    @Test
    void namesTheFieldAndNotTheText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DisplayName.require("display_name", "demo\u202E", 100))
                .withMessage("display_name must not hold signs that cannot be seen");
    }
}
