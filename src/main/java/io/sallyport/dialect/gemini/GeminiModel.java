package io.sallyport.dialect.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a Gemini model says about what it can do; other names say nothing.
///
/// Source: Gemini API documentation, thinking and structured output.
final class GeminiModel {
    private static final Pattern GENERATION = Pattern.compile("(?:.*/)?gemini-([0-9]{1,3})\\b.*");
    private static final int SIGNING = 3;

    private GeminiModel() {}

    /// Whether it belongs to the third generation or a later one: those think by level instead of by tokens,
    /// want the signatures of their calls back, and answer in JSON although they have tools.
    static boolean isThird(String model) {
        Matcher matcher = GENERATION.matcher(model);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) >= SIGNING;
    }
}
