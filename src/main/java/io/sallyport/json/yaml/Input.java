package io.sallyport.json.yaml;

import java.nio.file.Path;
import java.util.Map;

/// Everything settings are read from.
///
/// @param label what messages call the file
/// @param text the YAML text
/// @param folder paths in the file are relative to it
/// @param environment overrides the file, and fills its placeholders
/// @param bareNames variables without our prefix that set a key, for example `DATABASE_URL` to `database.url`
/// @param options from the command line, by path; they override everything
public record Input(
        String label,
        String text,
        Path folder,
        Environment environment,
        Map<String, String> bareNames,
        Map<String, String> options) {}
