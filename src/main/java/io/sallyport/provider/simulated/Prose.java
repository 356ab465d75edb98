package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Plain words made from a prompt by arithmetic.
final class Prose {
    private static final int LONGEST_QUOTE = 120;
    private static final int FEWEST_WORDS = 12;
    private static final int MORE_WORDS = 13;
    private static final List<String> WORDS = List.of(
            "the", "gate", "opens", "when", "every", "model", "answers", "with", "care", "and", "a", "quiet", "river",
            "carries", "small", "boats", "past", "old", "walls", "while", "morning", "light", "finds", "its", "way",
            "through", "narrow", "streets", "to", "an", "open", "square");

    private static final String LINE = String.join(" ", WORDS) + " ";

    private Prose() {}

    /// A deterministic answer that quotes the start of its prompt.
    static String about(String prompt) {
        StringBuilder text = new StringBuilder("You wrote \"")
                .append(prompt, 0, Math.min(prompt.length(), LONGEST_QUOTE))
                .append("\". Here is a simulated answer:");
        long seed = mix(prompt.hashCode());
        int words = FEWEST_WORDS + Math.floorMod(seed, MORE_WORDS);
        for (int i = 0; i < words; i++) {
            seed = mix(seed + i);
            text.append(' ').append(WORDS.get(Math.floorMod(seed, WORDS.size())));
        }
        return text.append('.').toString();
    }

    /// A text of exactly so many bytes, in short words.
    static String ofSize(int bytes) {
        return LINE.repeat(bytes / LINE.length() + 1).substring(0, bytes);
    }

    /// Size in UTF-8.
    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// A number that looks unrelated to its origin but always comes from it.
    ///
    /// Source: SplitMix64 by Sebastiano Vigna, https://prng.di.unimi.it/splitmix64.c.
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// The text as a JSON value, quotes included.
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16);
        Json.quote(text, json);
        return json.toString();
    }
}
