package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a new password must be: long, and not the first one somebody would try.
///
/// Length is what counts; there is no rule about signs, because such rules lead to `Password1!`.
/// Source: NIST SP 800-63B, 3.1.1.2.
public final class PasswordRules {
    /// Characters, not bytes.
    public static final int SHORTEST = 12;

    /// Characters; a longer text would only cost time.
    public static final int LONGEST = 256;

    private static final int SHORTEST_NAME = 4;

    /// Repeated until twelve characters are full, these are what lists of leaked passwords begin with.
    private static final List<String> WORST = List.of(
            "password",
            "passwort",
            "passw0rd",
            "p@ssword",
            "p@ssw0rd",
            "letmein",
            "welcome",
            "administrator",
            "admin",
            "changeme",
            "change-me",
            "secret",
            "iloveyou",
            "qwerty",
            "qwertz",
            "azerty",
            "qwertyuiop",
            "asdfghjkl",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "abcdefghijkl",
            "sallyport");

    private static final String DIGITS = "01234567890123456789";
    private static final String ROW = "qwertyuiopasdfghjklzxcvbnm";

    private PasswordRules() {}

    /// Why a password is refused.
    public enum Problem {
        TOO_SHORT,
        TOO_LONG,
        /// Everybody's first guess.
        TOO_COMMON,
        /// Holds the e-mail address of its owner, or the name in it.
        HOLDS_EMAIL
    }

    /// The first rule a password breaks; empty when it is good.
    ///
    /// @param email address of its owner; empty when there is none
    public static Optional<Problem> problem(Secret password, String email) {
        String text = password.reveal();
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST) {
            return Optional.of(Problem.TOO_SHORT);
        }
        if (length > LONGEST) {
            return Optional.of(Problem.TOO_LONG);
        }
        String plain = text.toLowerCase(Locale.ROOT);
        if (holdsEmail(plain, email.toLowerCase(Locale.ROOT))) {
            return Optional.of(Problem.HOLDS_EMAIL);
        }
        return isCommon(plain) ? Optional.of(Problem.TOO_COMMON) : Optional.empty();
    }

    private static boolean holdsEmail(String plain, String email) {
        String name = email.substring(0, Math.max(0, email.indexOf('@')));
        return name.length() >= SHORTEST_NAME && plain.contains(name);
    }

    /// A common word with digits and signs around it is no better than the word.
    private static boolean isCommon(String plain) {
        String core = plain.replaceAll("^[\\d\\W_]+|[\\d\\W_]+$", "");
        return plain.chars().distinct().count() < SHORTEST_NAME
                || DIGITS.contains(plain)
                || ROW.startsWith(plain)
                || WORST.stream().anyMatch(word -> word.equals(core) || word.equals(plain) || isRepeated(plain, word));
    }

    private static boolean isRepeated(String plain, String word) {
        return plain.replace(word, "").isEmpty();
    }
}
