package io.sallyport.dialect.openai;

import io.sallyport.dialect.Given;
import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/// Signed thoughts in messages of chat completions, as routers have them and their clients hand them back.
///
/// Source: OpenRouter documentation, reasoning tokens, preserving reasoning.
final class ReasoningDetails {
    /// What the member is called.
    static final String NAME = "reasoning_details";

    private static final String TEXT = "reasoning.text";

    private ReasoningDetails() {}

    static JsonArray written(List<Part.Thought> signed) {
        JsonArray details = Json.array();
        for (int i = 0; i < signed.size(); i++) {
            details.add(Json.object()
                    .put("type", TEXT)
                    .put("text", signed.get(i).text())
                    .put("signature", signed.get(i).signature())
                    .put("format", "unknown")
                    .put("index", i));
        }
        return details;
    }

    /// The thoughts of a message; unsigned ones where it tells them without a signature.
    static List<Part> read(Json message) {
        List<Part> thoughts = new ArrayList<>();
        for (Json detail : Given.elements(message.get(NAME))) {
            if (detail.get("type").textOr("").equals(TEXT)) {
                thoughts.add(new Part.Thought(
                        detail.get("text").textOr(""), detail.get("signature").textOr("")));
            }
        }
        String told = OpenAiReplies.thought(message);
        if (thoughts.isEmpty() && !told.isEmpty()) {
            thoughts.add(new Part.Thought(told, ""));
        }
        return thoughts;
    }
}
