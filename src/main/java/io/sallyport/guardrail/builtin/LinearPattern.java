package io.sallyport.guardrail.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/// A regular expression that is matched in time linear in the text.
final class LinearPattern {
    private static final int LONGEST = 500;
    private static final int MOST_REPEATED = 1_000;
    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /// Reads an expression.
    ///
    /// Errors: IllegalArgumentException for one that can take more than linear time or much memory.
    static LinearPattern of(String written) {
        if (written.isEmpty() || written.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern must have 1 to " + LONGEST + " characters");
        }
        if (repeats(written) > MOST_REPEATED) {
            throw new IllegalArgumentException("the counts of a pattern, multiplied, must be at most " + MOST_REPEATED);
        }
        try {
            return new LinearPattern(Pattern.compile(written));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the pattern cannot be matched in linear time: " + e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /// Where a match ends that begins where the text does, or 0.
    int end(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.lookingAt() ? matcher.end() : 0;
    }

    /// Whether it matches somewhere in a text.
    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    private static long repeats(String written) {
        return COUNT.matcher(written)
                .results()
                .mapToLong(LinearPattern::most)
                .reduce(1, (all, count) -> Math.min(MOST_REPEATED + 1, all * count));
    }

    private static long most(MatchResult count) {
        String upTo = count.group(2);
        return Math.max(1, Long.parseLong(upTo == null || upTo.isEmpty() ? count.group(1) : upTo));
    }
}
