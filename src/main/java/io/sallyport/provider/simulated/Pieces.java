package io.sallyport.provider.simulated;

import io.sallyport.provider.simulated.Behaviour.Marks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A text cut into the pieces in which it is streamed.
final class Pieces {
    private Pieces() {}

    /// @param text the whole answer
    static Iterable<String> of(String text, Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.BigEvent _ -> List.of(text);
            case Behaviour.Paced paced -> () -> numbered(paced).iterator();
            case Behaviour.Endless _ ->
                () -> Stream.iterate(1L, n -> n + 1).map(n -> n + " ").iterator();
            default -> () -> words(text).iterator();
        };
    }

    /// The words of a text, each with the blank behind it.
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int blank = text.indexOf(' '); blank >= 0; blank = text.indexOf(' ', from)) {
            words.add(text.substring(from, blank + 1));
            from = blank + 1;
        }
        if (from < text.length()) {
            words.add(text.substring(from));
        }
        return words;
    }

    static String joined(Behaviour.Paced paced) {
        return String.join("", numbered(paced).toList());
    }

    /// Time between two pieces.
    static Duration gap(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Paced paced -> paced.gap();
            case Behaviour.Endless(Duration gap) -> gap;
            default -> Duration.ZERO;
        };
    }

    private static Stream<String> numbered(Behaviour.Paced paced) {
        return IntStream.rangeClosed(1, paced.events())
                .mapToObj(n -> paced.marks() == Marks.TIME ? n + "@" + System.nanoTime() + " " : n + " ");
    }
}
