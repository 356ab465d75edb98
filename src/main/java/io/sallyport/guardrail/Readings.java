package io.sallyport.guardrail;

import java.util.ArrayList;
import java.util.List;

/// What a whole text says when one looks through its disguises.
public final class Readings {
    private Readings() {}

    /// The text in plain signs, and its other readings where they say something else.
    public static List<String> of(String text) {
        List<Reading> readings = Reading.of(text);
        if (readings.equals(Reading.ONLY_PLAIN)) {
            // Most prompts: signs that pass for nothing but themselves.
            return List.of(text);
        }
        List<String> said = new ArrayList<>();
        for (Reading reading : readings) {
            String plain = read(text, reading);
            if (!said.contains(plain)) {
                said.add(plain);
            }
        }
        return said;
    }

    /// The text in plain signs, as recognisers see it.
    public static String plain(String text) {
        return read(text, Reading.PLAIN);
    }

    private static String read(String text, Reading reading) {
        StringBuilder said = new StringBuilder(text.length());
        Folding folding = new Folding(List.of(reading.over(new Collected(said))));
        folding.take(text, 0, text.length());
        folding.finish();
        return said.toString();
    }

    private record Collected(StringBuilder said) implements Signs {
        @Override
        public void take(char sign, int from, int to) {
            said.append(sign);
        }

        @Override
        public void takeAll(String piece, int from, int to, int at) {
            said.append(piece, from, to);
        }

        @Override
        public void skip(int to) {}

        @Override
        public void finish() {}
    }
}
