package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.Turns;
import io.sallyport.dialect.Turns.Turn;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/// Writes messages in Anthropic's form: the system prompt apart, users and assistants by turns.
final class AnthropicConversation {
    private final Turns turns;
    private final AnthropicBlocks blocks;

    AnthropicConversation(Losses losses) {
        this.turns = new Turns(losses);
        this.blocks = new AnthropicBlocks(losses);
    }

    void add(List<Message> messages) {
        turns.add(messages);
    }

    /// Adds to the system prompt.
    void instruct(String text) {
        turns.instruct(text);
    }

    /// The system prompt: one text, or blocks where some of them are marked; missing when there is none.
    Json system() {
        List<Part> system = turns.system();
        boolean isMarked = system.stream().anyMatch(Part.CacheMark.class::isInstance);
        if (isMarked) {
            return blocks.written(system);
        }
        List<String> texts = new ArrayList<>();
        for (Part part : system) {
            if (part instanceof Part.Text(String text)) {
                texts.add(text);
            }
        }
        return texts.isEmpty() ? Json.NULL : Json.of(String.join("\n\n", texts));
    }

    JsonArray messages() {
        JsonArray messages = Json.array();
        for (Turn turn : turns.all()) {
            Json content = blocks.written(turn.parts());
            if (content.size() > 0) {
                messages.add(Json.object()
                        .put("role", turn.role() == Role.USER ? "user" : "assistant")
                        .put("content", content));
            }
        }
        return messages;
    }
}
