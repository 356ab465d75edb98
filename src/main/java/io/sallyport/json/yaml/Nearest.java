package io.sallyport.json.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody meant who mistyped a word.
public final class Nearest {

    private Nearest() {}

    /// The known word with the fewest edits to the given one; empty when no word is known.
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String other) -> edits(word, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// The nearest word; empty when even that is another one altogether.
    public static Optional<String> near(String word, Collection<String> known) {
        return to(word, known).filter(other -> edits(word, other) <= Math.max(2, word.length() / 2));
    }

    /// `; the nearest is "x"`, or nothing when no word is near.
    public static String hint(String word, Collection<String> known) {
        return near(word, known)
                .map(other -> "; the nearest is \"" + other + "\"")
                .orElse("");
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replace = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
