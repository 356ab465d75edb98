package io.sallyport.provider;

import java.util.LinkedHashMap;
import java.util.Map;

/// Options under the names they had in older gateways, for backends and for the metadata of aliases.
///
/// Source: requirements PR12, PR13, PR31.
final class OptionWords {
    private static final Map<String, String> FORMER = Map.of(
            "aws_region", "region",
            "vertex_location", "location",
            "vertex_project", "project",
            "gcp_project_id", "project",
            "azure_openai_version", "api_version");

    private OptionWords() {}

    /// The same options under the names of today; where both are given, today's holds.
    static Map<String, String> ofToday(Map<String, String> options) {
        if (options.keySet().stream().noneMatch(FORMER::containsKey)) {
            return options;
        }
        Map<String, String> named = new LinkedHashMap<>();
        options.forEach((name, value) -> named.putIfAbsent(FORMER.getOrDefault(name, name), value));
        FORMER.values().stream()
                .filter(options::containsKey)
                .forEach(name -> named.put(name, options.getOrDefault(name, "")));
        return named;
    }
}
