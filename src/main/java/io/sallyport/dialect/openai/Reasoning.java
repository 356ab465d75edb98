package io.sallyport.dialect.openai;

import io.sallyport.dialect.ByteSearch;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Takes the model's reasoning out of chat answers (requirement DA41).
///
/// Bytes without such a member are found by a search and stay as they are; only the others are written anew.
final class Reasoning {
    private static final ByteSearch CONTENT = ByteSearch.member("reasoning_content");
    private static final ByteSearch PLAIN = ByteSearch.member("reasoning");

    private Reasoning() {}

    /// The same text without reasoning; empty when there is none in it.
    static Optional<Bytes> removed(Bytes text) {
        boolean present = CONTENT.value(text, text.from()) >= 0 || PLAIN.value(text, text.from()) >= 0;
        if (!present) {
            return Optional.empty();
        }
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
