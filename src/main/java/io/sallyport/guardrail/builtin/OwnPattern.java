package io.sallyport.guardrail.builtin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;
import java.util.regex.MatchResult;

/// A regular expression of an operator, matched where a word or number begins, in time linear in the text.
///
/// Streams are held back by its longest match wherever one could begin.
/// Errors: IllegalArgumentException for an expression that can take more than linear time or much memory.
final class OwnPattern implements Recogniser {
    private static final int LONGEST_WRITTEN = 500;
    private static final int MOST_REPEATED = 1_000;
    private static final int LONGEST_MATCH = 400;
    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    private final String kind;
    private final Pattern pattern;
    private final int longest;

    /// @param kind what its matches are called
    /// @param longest characters a match can have
    OwnPattern(String kind, String written, int longest) {
        if (longest < 1 || longest > LONGEST_MATCH) {
            throw new IllegalArgumentException("the longest match of a pattern must be 1 to " + LONGEST_MATCH);
        }
        this.kind = kind;
        this.pattern = compiled(written);
        this.longest = longest;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean beginsWith(char first) {
        return first > ' ';
    }

    @Override
    public int end(Window text, int at) {
        int end = at;
        while (end - at < longest && text.at(end) != Window.NOTHING) {
            end++;
        }
        var matcher = pattern.matcher(text.text(at, end));
        return matcher.lookingAt() && matcher.end() > 0 ? at + matcher.end() : NOTHING;
    }

    private static Pattern compiled(String written) {
        if (written.isEmpty() || written.length() > LONGEST_WRITTEN) {
            throw new IllegalArgumentException("a pattern must have 1 to " + LONGEST_WRITTEN + " characters");
        }
        if (repeats(written) > MOST_REPEATED) {
            throw new IllegalArgumentException("the counts of a pattern, multiplied, must be at most " + MOST_REPEATED);
        }
        try {
            return Pattern.compile(written);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the pattern cannot be matched in linear time: " + e.getDescription() + " at " + e.getPattern());
        }
    }

    private static long repeats(String written) {
        return COUNT.matcher(written)
                .results()
                .mapToLong(OwnPattern::most)
                .reduce(1, (all, count) -> Math.min(MOST_REPEATED + 1, all * count));
    }

    private static long most(MatchResult count) {
        String upTo = count.group(2);
        return Math.max(1, Long.parseLong(upTo == null || upTo.isEmpty() ? count.group(1) : upTo));
    }
}
