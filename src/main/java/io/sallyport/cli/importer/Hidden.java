package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The secrets that stood in the source in the clear: they leave the settings for variables.
///
/// Threads: used by one thread.
final class Hidden {
    private static final Pattern NAME =
            Pattern.compile("(?i).*(password|secret|api_?keys?|token|master_key)(\\[\\d+])?");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("[a-z+]+://[^/@:]*:[^/@]+@.*");

    private final Map<String, String> values = new LinkedHashMap<>();

    /// What stands in the settings for a value: itself, where it is no secret or a placeholder already.
    ///
    /// @param target path in the settings
    Json reference(String target, Json value) {
        if (!value.isText() || value.text().isEmpty() || value.text().startsWith("${")) {
            return value;
        }
        String text = value.text();
        if (!NAME.matcher(target).matches() && !PASSWORD_IN_URL.matcher(text).matches()) {
            return value;
        }
        String name = "IMPORTED_" + target.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
        String whole = name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
        values.put(whole, text);
        return Json.of("${" + whole + "}");
    }

    /// By the name of the variable.
    Map<String, String> values() {
        return values;
    }
}
