package io.sallyport.provider;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Options and labels of backends as JSON objects of texts, sorted by their names.
final class BackendWords {
    /// Nothing is said.
    static final String NONE = "{}";

    private BackendWords() {}

    static String write(Map<String, String> words) {
        JsonObject object = Json.object();
        new TreeMap<>(words).forEach(object::put);
        return object.toJson().toString();
    }

    static Map<String, String> read(String json) {
        return Json.parse(json).fields().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Json.Field::name, field -> field.value().text()));
    }
}
