package io.sallyport.guardrail;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Words that stand for the found values of one request, and can be turned back into them in its answer.
///
/// Each has a mark in it that is random for the request and stands nowhere in its texts, so neither a user nor
/// another request can name one. One value has one word.
/// Threads: not thread-safe; one request, one after the other.
public final class Pseudonyms implements Substitute {
    /// Signs no word goes beyond.
    static final int LONGEST = 96;

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int MARK = 8;
    private static final int LONGEST_KIND = 40;

    private final String mark;
    private final Map<String, String> words = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();

    private Pseudonyms(String mark) {
        this.mark = mark;
    }

    /// Empty, for a request of these texts.
    public static Pseudonyms unknownTo(Collection<String> texts) {
        return unknownTo(texts, new SecureRandom());
    }

    static Pseudonyms unknownTo(Collection<String> texts, RandomGenerator random) {
        String mark = mark(random);
        while (stands(mark, texts)) {
            mark = mark(random);
        }
        return new Pseudonyms(mark);
    }

    @Override
    public String of(String kind, String value) {
        return words.computeIfAbsent(value, unknown -> {
            String label = kind.length() > LONGEST_KIND ? kind.substring(0, LONGEST_KIND) : kind;
            String word = "[" + label.toUpperCase(Locale.ROOT).replace('.', '_') + "_" + (words.size() + 1) + "_" + mark
                    + "]";
            values.put(word, value);
            return word;
        });
    }

    /// What is too long for one window is cut into words of their own, so that all of it comes back.
    @Override
    public String ofRest(String kind, String value) {
        return of(kind, value);
    }

    /// Whether there is anything to turn back.
    public boolean isEmpty() {
        return words.isEmpty();
    }

    /// A whole answer with the values back in their places.
    public String restore(String text) {
        Restoring restoring = restoring();
        return restoring.push(text) + restoring.end();
    }

    /// Turns one channel of a streamed answer back.
    public Restoring restoring() {
        return restoring(value -> value);
    }

    /// Turns one channel back whose values are written in another way, such as the strings of JSON arguments.
    public Restoring restoring(UnaryOperator<String> write) {
        return new Restoring(word -> {
            String value = values.get(word);
            return value == null ? null : write.apply(value);
        });
    }

    private static boolean stands(String mark, Collection<String> texts) {
        return texts.stream().anyMatch(text -> text.contains(mark));
    }

    private static String mark(RandomGenerator random) {
        StringBuilder mark = new StringBuilder(MARK);
        for (int i = 0; i < MARK; i++) {
            mark.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return mark.toString();
    }
}
