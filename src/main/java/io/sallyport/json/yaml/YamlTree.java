package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A YAML text whose keys nobody declared, as JSON, with the line of everything in it.
///
/// Threads: used by one thread.
public final class YamlTree {
    private final Reading reading;
    private final Json json;

    private YamlTree(Reading reading, Json json) {
        this.reading = reading;
        this.json = json;
    }

    /// Reads a text and fills its placeholders, such as `${NAME}`, from the environment.
    ///
    /// @param label what messages call it
    public static YamlTree read(String label, String text, Environment environment) {
        Input input = new Input(label, text, Path.of(""), environment, Map.of(), Map.of());
        Reading reading = new Reading(input);
        Json json = YamlText.compose(input, reading)
                .map(root -> Trees.of(reading, "", root))
                .orElse(Json.NULL);
        return new YamlTree(reading, json);
    }

    /// Reads a text and leaves its placeholders as they stand there.
    public static YamlTree readLiterally(String label, String text) {
        return read(label, text.replace("${", "$${"), Environment.NONE);
    }

    /// What was read; `null` for an empty text and for one that is no YAML, which [#problems()] then says.
    public Json json() {
        return json;
    }

    /// What is wrong with the text itself, in the order of its lines.
    public List<Problem> problems() {
        return reading.problems();
    }

    /// Something else that is wrong, at the line of its path.
    ///
    /// @param path such as `backends[0].kind`
    public Problem problem(String path, String what) {
        Origin origin = reading.origin(path);
        return new Problem(origin.words(), origin.line(), path, what);
    }
}
