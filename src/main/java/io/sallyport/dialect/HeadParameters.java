package io.sallyport.dialect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parameters of a header value such as `form-data; name="model"`, by their names in lower case.
///
/// Only what every reader reads alike is read: no name twice, no escaped quote, no control character.
/// Source: RFC 2183, RFC 9110 section 5.6.6.
///
/// @param values without their quotes
record HeadParameters(Map<String, String> values) {
    private static final Pattern KIND = Pattern.compile("[ \\t]*+[^;\"\\p{Cntrl}]++");
    private static final Pattern PARAMETER = Pattern.compile(
            ";[ \\t]*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)=(?:\"([^\"\\p{Cntrl}]*+)\"|([^\\s;\",\\p{Cntrl}]++))[ \\t]*+");

    HeadParameters {
        values = Map.copyOf(values);
    }

    /// Empty for a value that readers could disagree about.
    static Optional<HeadParameters> read(String text) {
        Matcher kind = KIND.matcher(text);
        int at = kind.lookingAt() ? kind.end() : 0;
        Matcher parameter = PARAMETER.matcher(text);
        Map<String, String> values = new LinkedHashMap<>();
        while (at < text.length()) {
            if (!parameter.find(at) || parameter.start() != at) {
                return Optional.empty();
            }
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            // A backslash before the closing quote would make it part of the value for some readers.
            boolean escapes = value.endsWith("\\");
            if (escapes || values.put(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
                return Optional.empty();
            }
            at = parameter.end();
        }
        return Optional.of(new HeadParameters(values));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value of a parameter; empty without it.
    String value(String name) {
        return values.getOrDefault(name, "");
    }
}
