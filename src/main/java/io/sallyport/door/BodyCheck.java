package io.sallyport.door;

import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds everything that is wrong with the fields of a body, where reading it stops at the first.
final class BodyCheck {
    private BodyCheck() {}

    /// A field that is refused is left out, and the rest is read again.
    static List<JsonProblem> of(Json body, Class<?> type) {
        Map<String, JsonProblem> problems = new LinkedHashMap<>();
        Json rest = body;
        while (true) {
            try {
                var _ = JsonCodec.read(rest, type);
                return List.copyOf(problems.values());
            } catch (JsonProblem problem) {
                String field = problem.path().split("[.\\[]", 2)[0];
                if (problems.putIfAbsent(field, problem) != null || field.isEmpty()) {
                    return List.copyOf(problems.values());
                }
                rest = JsonObject.from(rest).remove(field).toJson();
            }
        }
    }
}
