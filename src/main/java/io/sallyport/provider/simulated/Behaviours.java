package io.sallyport.provider.simulated;

import io.sallyport.provider.simulated.Behaviour.Marks;
import io.sallyport.provider.simulated.Behaviour.Told;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The small language of simulated model names: `sim-<behaviour>[-arguments]`.
///
/// Durations are written `20ms` or `2s`, sizes are bytes. A name that is not in the language is no model at
/// all, so a typing error shows.
final class Behaviours {
    /// Names that only say what a model is for; all of them behave normally.
    static final Set<String> ORDINARY =
            Set.of("1", "2", "embed", "image", "voice", "transcribe", "moderate", "realtime");

    private static final Duration ENDLESS_GAP = Duration.ofMillis(10);
    private static final int BIG_EVENT = 2 << 20;
    private static final int LARGEST = 64 << 20;
    private static final String PREFIX = "sim-";

    /// First word of the behaviour to what makes it from the words behind it.
    private static final Map<String, Function<Words, Behaviour>> BY_WORD = Map.ofEntries(
            Map.entry("slow", words -> new Behaviour.Slow(words.duration())),
            Map.entry("stream", words -> new Behaviour.Paced(words.duration(), words.number(), Marks.NUMBER)),
            Map.entry("stamp", words -> new Behaviour.Paced(words.duration(), words.number(), Marks.TIME)),
            Map.entry("size", words -> new Behaviour.Sized(words.number())),
            Map.entry("status", words -> new Behaviour.Refusing(words.number(), words.afterWord("retry"))),
            Map.entry("fail", words -> new Behaviour.Recovering(words.numberBefore("then-ok"))),
            Map.entry("cut", words -> new Behaviour.Cut(words.number())),
            Map.entry("nodone", _ -> new Behaviour.NoDone()),
            Map.entry(
                    "error",
                    words -> new Behaviour.ErrorEvent(words.skip("event").number())),
            Map.entry("json", words -> words.exactly("error-200", new Behaviour.JsonError())),
            Map.entry("html", _ -> new Behaviour.Html()),
            Map.entry("silent", _ -> new Behaviour.Silent()),
            Map.entry("nousage", _ -> new Behaviour.Counting(Told.NOTHING, 0)),
            Map.entry("zero", words -> words.exactly("usage", new Behaviour.Counting(Told.ZERO, 0))),
            Map.entry("negative", words -> words.exactly("usage", new Behaviour.Counting(Told.NEGATIVE, 0))),
            Map.entry("cached", words -> new Behaviour.Counting(Told.TRUTH, words.number())),
            Map.entry("echo", _ -> new Behaviour.Echo()),
            Map.entry("reasoning", _ -> new Behaviour.Reasoning()),
            Map.entry("inorder", _ -> new Behaviour.InOrder()),
            Map.entry("usage", _ -> new Behaviour.Telling()),
            Map.entry("endless", words -> new Behaviour.Endless(words.isAtEnd() ? ENDLESS_GAP : words.duration())),
            Map.entry("bigevent", words -> new Behaviour.BigEvent(words.isAtEnd() ? BIG_EVENT : words.number())),
            Map.entry("gzip", _ -> new Behaviour.Gzip()));

    private Behaviours() {}

    /// What a model of this name does; empty when there is no such model.
    static Optional<Behaviour> of(String model) {
        if (!model.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String name = model.substring(PREFIX.length());
        if (ORDINARY.contains(name)) {
            return Optional.of(new Behaviour.Normal());
        }
        Words words = new Words(name);
        Function<Words, Behaviour> maker = BY_WORD.get(words.next());
        if (maker == null) {
            return Optional.empty();
        }
        try {
            Behaviour behaviour = maker.apply(words);
            return words.isAtEnd() ? Optional.of(behaviour) : Optional.empty();
        } catch (IllegalArgumentException notInTheLanguage) {
            return Optional.empty();
        }
    }

    /// The words of a name between its hyphens, taken one after the other.
    private static final class Words {
        private String rest;

        Words(String rest) {
            this.rest = rest;
        }

        boolean isAtEnd() {
            return rest.isEmpty();
        }

        String next() {
            int hyphen = rest.indexOf('-');
            String word = hyphen < 0 ? rest : rest.substring(0, hyphen);
            rest = hyphen < 0 ? "" : rest.substring(hyphen + 1);
            return word;
        }

        int number() {
            return within(Integer.parseInt(next()));
        }

        Duration duration() {
            String word = next();
            if (word.endsWith("ms")) {
                return Duration.ofMillis(within(Integer.parseInt(word.substring(0, word.length() - 2))));
            }
            if (word.endsWith("s")) {
                return Duration.ofSeconds(within(Integer.parseInt(word.substring(0, word.length() - 1))));
            }
            throw new IllegalArgumentException("a duration ends in ms or s");
        }

        Words skip(String expected) {
            if (!next().equals(expected)) {
                throw new IllegalArgumentException("expected " + expected);
            }
            return this;
        }

        /// Everything behind a word, hyphens included; empty when the name ends before the word.
        String afterWord(String word) {
            if (isAtEnd()) {
                return "";
            }
            String value = skip(word).rest;
            rest = "";
            return value;
        }

        int numberBefore(String end) {
            int number = number();
            exactly(end, number);
            return number;
        }

        <T> T exactly(String end, T result) {
            if (!rest.equals(end)) {
                throw new IllegalArgumentException("expected " + end);
            }
            rest = "";
            return result;
        }

        private static int within(int number) {
            if (number < 0 || number > LARGEST) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        }
    }
}
