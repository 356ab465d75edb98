package io.sallyport.dialect.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version in the name of a model, which decides how it may be asked.
///
/// The numbers stand behind the family (`claude-opus-4-7`, `anthropic.claude-haiku-4-5-20251001-v1:0`) or
/// before it (`claude-3-7-sonnet-20250219`). A name without numbers counts as a model that wants what all of
/// them once wanted. Source: Anthropic documentation, models overview, adaptive thinking, migration guide.
public record ClaudeVersion(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("claude-(?:[a-z]+-)*(\\d{1,2})(?:[-.](\\d{1,2}))?(?![0-9])");
    private static final ClaudeVersion UNKNOWN = new ClaudeVersion(0, 0);

    public static ClaudeVersion of(String model) {
        Matcher found = NUMBERS.matcher(model);
        if (!found.find()) {
            return UNKNOWN;
        }
        int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return new ClaudeVersion(Integer.parseInt(found.group(1)), minor);
    }

    /// Decides itself how long to think, and wants to be told no number of tokens.
    boolean thinksAdaptively() {
        return isFrom(4, 6);
    }

    /// Knows the effort between `high` and `max`.
    boolean thinksExtraHard() {
        return isFrom(4, 7);
    }

    /// Takes temperature and the like.
    public boolean takesSampling() {
        return !isFrom(4, 7);
    }

    /// Can be made to keep to the schema of a tool.
    boolean keepsToSchemas() {
        return isFrom(4, 5);
    }

    private boolean isFrom(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
