package io.sallyport.portal;

import io.sallyport.json.Json;
import java.net.URI;
import java.util.List;

/// A configuration file of VS Code Continue.
///
/// Source: requirement UP9; https://docs.continue.dev/reference, seen 2026-11-21.
///
/// @param name shown in the editor
/// @param address of the gateway, without a path
record ContinueConfig(String name, URI address, List<Model> models) {

    /// A model in the editor's list.
    ///
    /// @param apiKey a key, or words that say which one belongs there
    record Model(String name, String model, String apiKey) {}

    /// The file. A text in JSON's quotes means the same in YAML, so no name can break out of its line.
    String yaml() {
        StringBuilder yaml = new StringBuilder();
        line(yaml, "name: ", name);
        yaml.append("version: 1.0.0\nschema: v1\nmodels:\n");
        for (Model model : models) {
            line(yaml, "  - name: ", model.name());
            yaml.append("    provider: openai\n");
            line(yaml, "    model: ", model.model());
            line(yaml, "    apiBase: ", address + "/v1");
            line(yaml, "    apiKey: ", model.apiKey());
        }
        return yaml.toString();
    }

    private static void line(StringBuilder yaml, String before, String value) {
        yaml.append(before);
        Json.quote(value, yaml);
        yaml.append('\n');
    }
}
