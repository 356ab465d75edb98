package io.sallyport.guardrail.builtin;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// How long texts may be, and in which scripts they may be written.
///
/// Scripts are what can be told for sure of a short text: languages of one script are not told apart.
/// Threads: immutable.
public final class TextLimits {
    /// A script counts when one letter of so many is of it, so a foreign word or two are let be.
    private static final int ONE_OF = 5;

    private final int longest;
    private final Set<UnicodeScript> scripts;

    private TextLimits(int longest, Set<UnicodeScript> scripts) {
        this.longest = longest;
        this.scripts = scripts;
    }

    /// Limits of a text.
    ///
    /// Errors: IllegalArgumentException for a script that there is not.
    ///
    /// @param longest characters it may have
    /// @param scripts those it may be written in, such as `latin` or `cyrl`; none for all
    public static TextLimits of(int longest, List<String> scripts) {
        Set<UnicodeScript> known = EnumSet.noneOf(UnicodeScript.class);
        scripts.forEach(script -> known.add(UnicodeScript.forName(script)));
        return new TextLimits(longest, known);
    }

    /// What a text breaks: `length`, and such as `script.greek` for each script that it is not to be written
    /// in.
    public List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        if (text.length() > longest) {
            problems.add("length");
        }
        if (scripts.isEmpty()) {
            return problems;
        }
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        text.codePoints()
                .filter(Character::isLetter)
                .forEach(letter -> letters.merge(UnicodeScript.of(letter), 1, Integer::sum));
        int all = letters.values().stream().mapToInt(count -> count).sum();
        letters.forEach((script, count) -> {
            if (!scripts.contains(script) && script != UnicodeScript.COMMON && count * ONE_OF >= all) {
                problems.add("script." + script.name().toLowerCase(Locale.ROOT));
            }
        });
        return problems;
    }
}
