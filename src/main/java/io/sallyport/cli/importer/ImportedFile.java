package io.sallyport.cli.importer;

import io.sallyport.cli.importer.Finding.Verdict;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.YamlWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A file of another gateway as settings of this one.
///
/// Source: requirement C40.
///
/// @param findings what became of every key
/// @param secrets what stood in the source in the clear, by the variable that takes its place
public record ImportedFile(SourceKind kind, Json settings, List<Finding> findings, Map<String, String> secrets) {

    /// Carries a file over.
    ///
    /// @param schema JSON Schema of the settings
    public static ImportedFile of(SourceKind kind, Json source, Json schema) {
        Sheet sheet = new Sheet(source, new KnownKeys(schema));
        kind.carry(sheet);
        return sheet.ended(kind);
    }

    /// The settings as YAML.
    public String yaml() {
        return "# Carried over from a file of " + kind.title() + ".\n" + YamlWriter.write(settings);
    }

    /// Lines of a `.env` file.
    public String variables() {
        return secrets.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String value) {
        return value.contains("'") ? '"' + value + '"' : "'" + value + "'";
    }

    public long count(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
