package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.PasswordRules.Problem;
import io.sallyport.lang.Secret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ID13")
final class PasswordRulesTest {

    private static final String EMAIL = "Ada.Lovelace@example.org";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "Tr0ub4dor&3-and-more",
                "пароль на русском",
                "😀😁😂🤣😃😄😅😆😉😊😋😎",
                "my password manager chose this"
            })
    void takesALongOne(String password) {
        assertThat(PasswordRules.problem(Secret.of(password), EMAIL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "elevenchars, TOO_SHORT",
        "😀😁😂🤣😃😄, TOO_SHORT",
        "aaaaaaaaaaaa, TOO_COMMON",
        "abababababab, TOO_COMMON",
        "123456789012, TOO_COMMON",
        "passwordpassword, TOO_COMMON",
        "Password1234!, TOO_COMMON",
        "qwertyuiopas, TOO_COMMON",
        "Administrator2026, TOO_COMMON",
        "1q2w3e4r5t6y, TOO_COMMON",
        "ada.lovelace-2026, HOLDS_EMAIL",
        "ADA.LOVELACE@example.org, HOLDS_EMAIL"
    })
    void refusesTheFirstGuesses(String password, Problem problem) {
        assertThat(PasswordRules.problem(Secret.of(password), EMAIL)).contains(problem);
    }

    @Test
    void refusesWhatWouldOnlyCostTime() {
        assertThat(PasswordRules.problem(Secret.of("correct horse ".repeat(20)), EMAIL))
                .contains(Problem.TOO_LONG);
    }

    @Test
    void worksWithoutAnAddress() {
        assertThat(PasswordRules.problem(Secret.of("correct horse battery staple"), ""))
                .isEmpty();
    }
}
