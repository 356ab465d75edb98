package io.sallyport.guardrail.builtin;

import java.util.Locale;
import java.util.regex.Pattern;

/// Names by which services outside call what they find, as they may be noted: short words, never a text.
final class ServiceKinds {
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_./-]{0,47}");
    private static final String OTHER = "other";

    private ServiceKinds() {}

    /// Such a name in lower case; `other` for what is none.
    static String of(String named) {
        String word = named.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
        return WORD.matcher(word).matches() ? word : OTHER;
    }
}
