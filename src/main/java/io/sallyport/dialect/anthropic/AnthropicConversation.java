package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/// Writes messages in Anthropic's form: the system prompt apart, users and assistants by turns.
///
/// What one side says in several messages becomes one turn, results of tools first, as the vendor wants it.
final class AnthropicConversation {
    private final Losses losses;
    private final AnthropicBlocks blocks;
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    AnthropicConversation(Losses losses) {
        this.losses = losses;
        this.blocks = new AnthropicBlocks(losses);
    }

    /// What one side says until the other speaks.
    private record Turn(Role role, List<Part> parts) {}

    void add(List<Message> messages) {
        for (Message message : messages) {
            if (message.role() == Role.SYSTEM) {
                system(message);
            } else {
                say(message);
            }
        }
        if (turns.isEmpty() && !system.isEmpty()) {
            losses.changed("messages.system");
            turns.add(new Turn(Role.USER, List.copyOf(system)));
            system.clear();
        }
    }

    private void system(Message message) {
        if (!turns.isEmpty()) {
            losses.changed("messages.system");
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text(String text)) {
                instruct(text);
            } else if (part instanceof Part.CacheMark && !system.isEmpty()) {
                system.add(part);
            }
        }
    }

    private void say(Message message) {
        if (turns.isEmpty() || turns.getLast().role() != message.role()) {
            turns.add(new Turn(message.role(), new ArrayList<>()));
        }
        turns.getLast().parts().addAll(message.parts());
    }

    /// Adds to the system prompt.
    void instruct(String text) {
        if (!text.isBlank()) {
            system.add(new Part.Text(text));
        }
    }

    /// The system prompt: one text, or blocks where some of them are marked; missing when there is none.
    Json system() {
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

    /// Marks stay behind what they mark.
    private static List<Part> resultsFirst(List<Part> parts) {
        List<Part> results = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        boolean afterResult = false;
        for (Part part : parts) {
            afterResult = part instanceof Part.ToolResult || (part instanceof Part.CacheMark && afterResult);
            (afterResult ? results : others).add(part);
        }
        results.addAll(others);
        return results;
    }

    JsonArray messages() {
        JsonArray messages = Json.array();
        for (Turn turn : turns) {
            Json content = blocks.written(resultsFirst(turn.parts()));
            if (content.size() > 0) {
                messages.add(Json.object()
                        .put("role", turn.role() == Role.USER ? "user" : "assistant")
                        .put("content", content));
            }
        }
        return messages;
    }
}
