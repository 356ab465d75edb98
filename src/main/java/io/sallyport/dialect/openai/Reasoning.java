package io.sallyport.dialect.openai;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Takes the model's reasoning out of chat answers (requirement DA41).
///
/// The bytes are written anew, so whoever calls has seen that there is such a member.
final class Reasoning {
    private Reasoning() {}

    /// The same text without reasoning; empty when it is no chat answer.
    static Optional<Bytes> removed(Bytes text) {
        try {
            Json tree = Json.parse(text);
            return tree.get("choices").isArray() ? Optional.of(without(tree)) : Optional.empty();
        } catch (JsonProblem e) {
            return Optional.empty();
        }
    }

    private static Bytes without(Json tree) {
        JsonArray choices = Json.array();
        for (Json choice : tree.get("choices").elements()) {
            JsonObject kept = JsonObject.from(choice);
            strip(choice, kept, "message");
            strip(choice, kept, "delta");
            choices.add(kept);
        }
        return JsonObject.from(tree).put("choices", choices).toJson().bytes();
    }

    private static void strip(Json choice, JsonObject kept, String part) {
        if (choice.get(part).isObject()) {
            kept.put(
                    part,
                    JsonObject.from(choice.get(part))
                            .remove("reasoning_content")
                            .remove("reasoning"));
        }
    }
}
