package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Readings;
import io.sallyport.guardrail.Suspicion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A list of phrases, and how far texts are suspected to mean what they mean.
///
/// A line of a list has an id, a score of 1 to 100 and words: `ignore|forget ~3 previous|above ~2 rules`, where
/// `|` parts alternatives and `~3` lets up to three other words stand between. A line in quotes,
/// `"<|system|>"`, is looked for as it is written. Lines that begin with `#` say something to people. Several
/// phrases make surer than one. Errors: IllegalArgumentException for a line that cannot be read, with its
/// number. Threads: immutable.
public final class Phrases {
    private static final String INJECTION = "/guardrail/injection.txt";
    private static final int WIDEST = 8;
    private static final int MOST_STEPS = 7;
    private static final String TAGS = "hidden.tags";

    private final Vocabulary vocabulary = new Vocabulary();
    /// By the number of their first word.
    private final List<List<Phrase>> byFirstWord = new ArrayList<>();
    private final Map<String, Literal> literals = new TreeMap<>();

    private Phrases() {}

    /// Those by which somebody tries to take over a model, without some of them.
    ///
    /// @param without ids, or what ids begin with before a dot
    public static Phrases injection(Set<String> without) {
        try (InputStream file = Phrases.class.getResourceAsStream(INJECTION)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + INJECTION);
            }
            String lines = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return of(lines.lines().filter(line -> !isOneOf(without, line)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Those of some lines.
    public static Phrases of(List<String> lines) {
        Phrases phrases = new Phrases();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                phrases.add(line, i + 1);
            }
        }
        return phrases;
    }

    /// How far a text is suspected, whatever disguise it wears.
    public Suspicion suspect(String text) {
        Map<String, Double> scores = new TreeMap<>();
        if (HiddenTags.stand(text)) {
            scores.put(TAGS, 1.0);
        }
        for (String reading : Readings.of(text)) {
            read(reading, scores);
        }
        for (String said : Encoded.in(text)) {
            read(Readings.plain(said), scores);
        }
        if (scores.isEmpty()) {
            return Suspicion.NONE;
        }
        double doubt = scores.values().stream().reduce(1.0, (left, score) -> left * (1 - score));
        return new Suspicion(1 - doubt, List.copyOf(scores.keySet()));
    }

    private void read(String plain, Map<String, Double> scores) {
        Vocabulary.Words words = vocabulary.words(plain);
        for (int at = 0; at < words.count(); at++) {
            int first = words.numbers()[at];
            if (first >= byFirstWord.size()) {
                continue;
            }
            for (Phrase phrase : byFirstWord.get(first)) {
                if (!scores.containsKey(phrase.id()) && phrase.stands(words.numbers(), words.count(), at)) {
                    scores.put(phrase.id(), phrase.score());
                }
            }
        }
        literals.forEach((sign, literal) -> {
            if (plain.contains(sign)) {
                scores.put(literal.id(), literal.score());
            }
        });
    }

    private void add(String line, int number) {
        String[] parts = line.split("\\s+", 3);
        if (parts.length < 3 || !parts[1].matches("[1-9][0-9]?|100")) {
            throw problem(number, "must be an id, a score of 1 to 100 and words");
        }
        double score = Integer.parseInt(parts[1]) / 100.0;
        if (parts[2].startsWith("\"") && parts[2].endsWith("\"") && parts[2].length() > 2) {
            literals.put(parts[2].substring(1, parts[2].length() - 1), new Literal(parts[0], score));
            return;
        }
        Phrase phrase = new Phrase(parts[0], score, steps(parts[2], number));
        phrase.steps().getFirst().words().stream().forEach(word -> {
            while (byFirstWord.size() <= word) {
                byFirstWord.add(new ArrayList<>());
            }
            byFirstWord.get(word).add(phrase);
        });
    }

    private List<Phrase.Step> steps(String written, int number) {
        List<Phrase.Step> steps = new ArrayList<>();
        int gap = 0;
        for (String part : written.split("\\s+", -1)) {
            if (part.startsWith("~")) {
                gap = gap(part, number);
                continue;
            }
            BitSet words = new BitSet();
            for (String word : part.split("\\|", -1)) {
                words.set(vocabulary.add(word(word, number)));
            }
            steps.add(new Phrase.Step(words, gap));
            gap = 0;
        }
        if (steps.isEmpty()
                || steps.size() > MOST_STEPS
                || gap > 0
                || steps.getFirst().gap() > 0) {
            throw problem(number, "must begin and end with words, and have at most " + MOST_STEPS);
        }
        return steps;
    }

    private static int gap(String part, int number) {
        if (!part.matches("~[1-8]")) {
            throw problem(number, "lets more than " + WIDEST + " words stand between, or no number of them");
        }
        return part.charAt(1) - '0';
    }

    private static String word(String written, int number) {
        String word = Readings.plain(written).toLowerCase(Locale.ROOT).replace("'", "");
        if (word.isEmpty() || !word.codePoints().allMatch(Vocabulary::isOfAWord)) {
            throw problem(number, "has a word that is none: " + written);
        }
        return word;
    }

    private static boolean isOneOf(Set<String> without, String line) {
        String id = line.split("\\s", 2)[0];
        String group = Arrays.asList(id.split("\\.", 2)).getFirst();
        return without.contains(id) || without.contains(group);
    }

    private static IllegalArgumentException problem(int number, String what) {
        return new IllegalArgumentException("phrase " + number + " " + what);
    }

    /// @param id what it is called, in records
    /// @param score how sure it makes us
    private record Literal(String id, double score) {}
}
