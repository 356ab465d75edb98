package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.Window;

/// What a regular expression of an operator matches, where a word or number begins.
///
/// Streams are held back by its longest match wherever one could begin.
final class OwnPattern implements Recogniser {
    private static final int LONGEST_MATCH = 400;

    private final String kind;
    private final LinearPattern pattern;
    private final int longest;

    /// @param kind what its matches are called
    /// @param longest characters a match can have
    OwnPattern(String kind, String written, int longest) {
        if (longest < 1 || longest > LONGEST_MATCH) {
            throw new IllegalArgumentException("the longest match of a pattern must be 1 to " + LONGEST_MATCH);
        }
        this.kind = kind;
        this.pattern = LinearPattern.of(written);
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
        int length = pattern.end(text.text(at, end));
        return length > 0 ? at + length : NOTHING;
    }
}
