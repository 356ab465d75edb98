package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.KeyFormat.KeyText;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFormatTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    @Tag("C2")
    @Tag("ID23")
    void generatesAPublicPrefixAndASecretOf256Bits() {
        KeyText key = KeyFormat.generate(RANDOM);

        assertThat(key.text().reveal()).matches("sk-[0-9A-Za-z]{12}\\.[0-9A-Za-z]{49}");
        assertThat(key.text().reveal()).startsWith("sk-" + key.prefix() + ".");
    }

    @Test
    void readsWhatItGenerated() {
        KeyText key = KeyFormat.generate(RANDOM);

        assertThat(KeyFormat.read(key.text().reveal())).contains(key);
    }

    @Test
    void neverGeneratesTheSameKeyTwice() {
        assertThat(KeyFormat.generate(RANDOM)).isNotEqualTo(KeyFormat.generate(RANDOM));
    }

    @Test
    @Tag("I05")
    void refusesAKeyWithOneWrongCharacterAnywhere() {
        String key = KeyFormat.generate(RANDOM).text().reveal();

        for (int at = 0; at < key.length(); at++) {
            char wrong = key.charAt(at) == 'x' ? 'y' : 'x';
            String mistyped = key.substring(0, at) + wrong + key.substring(at + 1);
            assertThat(KeyFormat.read(mistyped)).as("wrong at %d", at).isEmpty();
        }
    }

    @Test
    @Tag("ID24")
    void acceptsAKeyThatWasGivenToUs() {
        assertThat(KeyFormat.read("sk-demo.my-secret")).map(KeyText::prefix).contains("demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-", "sk-.secret", "sk-demo.", "demo.secret", "sk-proj-abc", "sk-a/b.secret"})
    void knowsWhatCannotBeAKeyOfOurs(String text) {
        assertThat(KeyFormat.read(text)).isEmpty();
    }

    @Test
    @Tag("ID28")
    void showsOnlyThePrefixWhenItRedacts() {
        assertThat(KeyFormat.redact("sk-demo.my-secret")).isEqualTo("sk-demo.****");
        assertThat(KeyFormat.redact("something else")).isEqualTo("****");
    }
}
