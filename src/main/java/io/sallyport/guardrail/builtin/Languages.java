package io.sallyport.guardrail.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Tells in which language a text is, where it is long enough to tell.
///
/// A language that has its script for itself is known by it; of those that share one, the language whose small
/// words stand in the text most often, and clearly more often than those of any other.
/// Threads: immutable.
final class Languages {
    private static final String RESOURCE = "/guardrail/languages.txt";
    private static final int FEWEST_LETTERS = 4;
    private static final int FEWEST_WORDS = 3;

    private final List<Language> known;

    private Languages(List<Language> known) {
        this.known = known;
    }

    /// @param words small ones; none for a language that has its script for itself
    private record Language(String code, UnicodeScript script, Set<String> words) {
        static Language of(String line) {
            String[] parts = line.split(" ", -1);
            return new Language(
                    parts[0],
                    UnicodeScript.forName(parts[1]),
                    Set.copyOf(List.of(parts).subList(2, parts.length)));
        }
    }

    /// Those that come with the gateway.
    static Languages bundled() {
        try (InputStream in = Objects.requireNonNull(Languages.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new Languages(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Language::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Errors: IllegalArgumentException for a language that cannot be told.
    void check(String code) {
        List<String> codes = known.stream().map(Language::code).toList();
        if (!codes.contains(code)) {
            throw new IllegalArgumentException(
                    "the language '" + code + "' cannot be told; known are " + String.join(", ", codes));
        }
    }

    /// The language of a text, such as `de`; empty when nobody can tell.
    Optional<String> of(String text) {
        for (Language language : known) {
            if (language.words().isEmpty() && letters(text, language.script()) >= FEWEST_LETTERS) {
                return Optional.of(language.code());
            }
        }
        return byWords(text);
    }

    private static long letters(String text, UnicodeScript script) {
        return text.codePoints()
                .filter(sign -> UnicodeScript.of(sign) == script)
                .limit(FEWEST_LETTERS)
                .count();
    }

    private Optional<String> byWords(String text) {
        List<String> words = words(text);
        Optional<String> best = Optional.empty();
        long most = 0;
        long second = 0;
        for (Language language : known) {
            long found = words.stream().filter(language.words()::contains).count();
            if (found > most) {
                second = most;
                most = found;
                best = Optional.of(language.code());
            } else {
                second = Math.max(second, found);
            }
        }
        boolean isClear = most >= FEWEST_WORDS && most * 2 >= second * 3;
        return isClear ? best : Optional.empty();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        String small = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i <= small.length(); i++) {
            if (i == small.length() || !Character.isLetter(small.charAt(i))) {
                if (i > from) {
                    words.add(small.substring(from, i));
                }
                from = i + 1;
            }
        }
        return words;
    }
}
