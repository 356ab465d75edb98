package io.sallyport.guardrail.builtin;

import java.util.BitSet;
import java.util.List;

/// Words that say something when they follow each other.
///
/// @param id what it is called in records, such as `override.instructions`
/// @param score how sure it makes us, over 0 to 1
/// @param steps the words, in their order
record Phrase(String id, double score, List<Step> steps) {
    private static final int LONGEST = 63;

    /// Whether it stands in a text from this word on.
    boolean stands(int[] words, int count, int at) {
        long places = 1;
        for (Step step : steps.subList(1, steps.size())) {
            places = step.after(places, words, count, at);
            if (places == 0) {
                return false;
            }
        }
        return true;
    }

    /// One place of a phrase.
    ///
    /// @param words those that can stand there, by their number in the vocabulary
    /// @param gap how many others may stand before
    record Step(BitSet words, int gap) {
        /// Where this step can stand, each a bit counted from the beginning, when the one before stood at
        /// these.
        long after(long places, int[] text, int count, int at) {
            long reached = 0;
            for (int far = 1; far <= gap + 1; far++) {
                reached |= places << far;
            }
            long standing = 0;
            for (long left = reached & Long.MAX_VALUE; left != 0; left &= left - 1) {
                int place = Long.numberOfTrailingZeros(left);
                if (place < LONGEST && at + place < count && words.get(text[at + place])) {
                    standing |= 1L << place;
                }
            }
            return standing;
        }
    }
}
