package io.sallyport.deploy;

import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/// YAML as other programs read it, in the trees of the house.
final class Yaml {
    private Yaml() {}

    static Json file(Path file) throws IOException {
        return all(Files.readString(file)).getFirst();
    }

    /// The keys of an object; none when there is no object.
    static List<String> names(Json object) {
        return object.isObject()
                ? object.fields().stream().map(Json.Field::name).toList()
                : List.of();
    }

    /// Every document of a text; empty ones are left out.
    static List<Json> all(String text) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .filter(document -> document != null)
                .map(document -> Json.parse(JsonMapper.shared().writeValueAsString(document)))
                .toList();
    }
}
