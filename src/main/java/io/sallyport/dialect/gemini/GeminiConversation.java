package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the contents of Gemini's form: the system instruction apart, user and model by turns.
///
/// Source: Gemini API reference, Content and Part.
final class GeminiConversation {
    private final Losses losses;
    private final GeminiParts parts;
    private final List<String> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    GeminiConversation(GeminiParts parts, Losses losses) {
        this.losses = losses;
        this.parts = parts;
    }

    /// What one side says until the other speaks.
    private record Turn(Role role, List<Part> parts) {}

    void add(List<Message> messages) {
        for (Message message : messages) {
            if (message.role() == Role.SYSTEM) {
                system(message);
            } else {
                say(message.role(), message.parts());
            }
        }
        if (turns.isEmpty() && !system.isEmpty()) {
            losses.changed("messages.system");
            say(Role.USER, List.of(new Part.Text(String.join("\n\n", system))));
            system.clear();
        }
    }

    private void system(Message message) {
        if (!turns.isEmpty()) {
            losses.changed("messages.system");
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text(String text) && !text.isBlank()) {
                system.add(text);
            } else if (part instanceof Part.CacheMark) {
                losses.dropped("messages.cache_control");
            }
        }
    }

    private void say(Role role, List<Part> said) {
        if (turns.isEmpty() || turns.getLast().role() != role) {
            turns.add(new Turn(role, new ArrayList<>()));
        }
        turns.getLast().parts().addAll(said);
    }

    void put(JsonObject body) {
        if (!system.isEmpty()) {
            JsonArray texts = Json.array();
            system.forEach(text -> texts.add(Json.object().put("text", text)));
            body.put("systemInstruction", Json.object().put("parts", texts));
        }
        JsonArray contents = Json.array();
        Map<String, String> names = new HashMap<>();
        for (Turn turn : turns) {
            Json written = parts.written(turn.parts(), names);
            if (written.size() > 0) {
                contents.add(Json.object()
                        .put("role", turn.role() == Role.USER ? "user" : "model")
                        .put("parts", written));
            }
        }
        body.put("contents", contents);
    }
}
