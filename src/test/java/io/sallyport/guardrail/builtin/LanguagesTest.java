package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguagesTest {
    private final Languages languages = Languages.bundled();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | How do I write a letter to the bank, and what is the form that they want from me?",
                "de | Wie schreibe ich einen Brief an die Bank, und was ist das für ein Formular, das sie von mir wollen?",
                "fr | Comment est-ce que je peux écrire une lettre à la banque, et quel est le formulaire pour cela ?",
                "es | ¿Cómo se escribe una carta al banco y qué formulario es el que piden para eso?",
                "it | Come si scrive una lettera alla banca, e quale è il modulo che chiedono per questo?",
                "pt | Como é que se escreve uma carta para o banco, e qual é o formulário que eles pedem para isso?",
                "nl | Hoe schrijf ik een brief aan de bank, en wat is het formulier dat ze van mij willen?",
                "pl | Jak się pisze list do banku i co to jest za formularz, że nie ma go na stronie?",
                "sv | Hur kan jag skriva ett brev till banken, och vad är det för blankett som de har på sidan?",
                "tr | Bu banka için bir mektup nasıl yazılır ve daha çok ne gerekli?",
                "ru | Как я могу написать письмо в банк, и что это за форма, которую мы не нашли?",
                "uk | Як я можу написати лист в банк, і що це за форма, яка не є на сайті?",
                "el | Πώς γράφω ένα γράμμα στην τράπεζα;",
                "zh | 我怎么给银行写信？",
                "ja | 銀行に手紙をどう書けばいいですか。",
                "ko | 은행에 편지를 어떻게 쓰나요?"
            })
    void tellsTheLanguageOfASentence(String code, String sentence) {
        assertThat(languages.of(sentence)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "SELECT id FROM users;", "La la la", "https://example.org/a?b=c", "42 = 6 * 7"})
    void saysNothingOfWhatIsNoSentence(String text) {
        assertThat(languages.of(text)).isEmpty();
    }

    @Test
    void letsOnlySomeLanguagesPass() {
        Guardrail guardrail = TextLimitsGuardrail.KIND
                .reader()
                .apply(Json.object()
                        .put("languages", Json.array().add("en").add("de"))
                        .toJson());

        assertThat(guardrail.check(AskedServices.said("Wie ist das, und was machen wir mit dem Brief?")))
                .isEqualTo(Passed.CLEAN);
        assertThat(guardrail.check(AskedServices.said("Quel est le formulaire pour les lettres et la banque ?")))
                .isEqualTo(new Blocked("language.fr", 1));
        assertThat(guardrail.check(AskedServices.said("SELECT 1"))).isEqualTo(Passed.CLEAN);
    }

    @Test
    void knowsWhichLanguagesItCanTell() {
        Json config = Json.object().put("languages", Json.array().add("tlh")).toJson();

        assertThatThrownBy(() -> TextLimitsGuardrail.KIND.reader().apply(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the language 'tlh' cannot be told; known are en, de");
    }
}
