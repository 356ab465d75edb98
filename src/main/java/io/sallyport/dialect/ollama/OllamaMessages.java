package io.sallyport.dialect.ollama;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ToolInput;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.inference.Part.Source;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes messages for Ollama: one text each, pictures beside it, results of tools by the tool's name.
///
/// Source: Ollama documentation, API, generate a chat message.
final class OllamaMessages {
    private final Losses losses;
    private final JsonArray all = Json.array();

    /// Names of the tools that were called, by the id of the call.
    private final Map<String, String> called = new HashMap<>();

    OllamaMessages(Losses losses) {
        this.losses = losses;
    }

    static JsonArray tools(List<Tool> tools, Losses losses) {
        JsonArray written = Json.array();
        for (Tool tool : tools) {
            if (tool.strict()) {
                losses.dropped("tools.strict");
            }
            JsonObject function = Json.object()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .put("parameters", ToolInput.schema(tool.parameters()));
            written.add(Json.object().put("type", "function").put("function", function));
        }
        return written;
    }

    JsonArray written(List<Message> messages) {
        for (Message message : messages) {
            message.parts().stream()
                    .filter(Part.ToolResult.class::isInstance)
                    .map(Part.ToolResult.class::cast)
                    .forEach(this::result);
            say(message.role().name().toLowerCase(Locale.ROOT), message);
        }
        return all;
    }

    private void result(Part.ToolResult result) {
        String text = text(result.parts());
        if (result.failed()) {
            losses.emulated("messages.tool_result.is_error");
            text = "Error: " + text;
        }
        if (result.parts().stream().anyMatch(Media.class::isInstance)) {
            losses.dropped("messages.tool_result.media");
        }
        JsonObject said = Json.object().put("role", "tool").put("content", text);
        String name = called.get(result.id());
        all.add(name == null ? said : said.put("tool_name", name));
    }

    private void say(String role, Message message) {
        JsonArray pictures = Json.array();
        JsonArray calls = Json.array();
        StringBuilder thoughts = new StringBuilder();
        for (Part part : message.parts()) {
            switch (part) {
                case Media media -> picture(media, pictures);
                case Part.ToolUse use -> calls.add(call(use));
                case Part.Thought thought -> thoughts.append(thought.text());
                case Part.CacheMark _ -> losses.dropped("messages.cache_control");
                case Part.Text _, Part.ToolResult _ -> {
                    // Words are joined below; results stand in messages of their own.
                }
            }
        }
        String text = text(message.parts());
        JsonObject said = Json.object().put("role", role).put("content", text);
        boolean isCalling = calls.toJson().size() > 0;
        boolean shows = pictures.toJson().size() > 0;
        if (isCalling) {
            said.put("tool_calls", calls);
        }
        if (shows) {
            said.put("images", pictures);
        }
        if (!thoughts.isEmpty() && message.role() == Role.ASSISTANT) {
            said.put("thinking", thoughts.toString());
        }
        if (isCalling || shows || !text.isEmpty()) {
            all.add(said);
        }
    }

    private JsonObject call(Part.ToolUse use) {
        called.put(use.id(), use.name());
        JsonObject function = Json.object().put("name", use.name()).put("arguments", ToolInput.of(use, losses));
        return Json.object().put("function", function);
    }

    private void picture(Media media, JsonArray pictures) {
        if (media.kind() == Kind.IMAGE && media.source() instanceof Source.Inline(String _, String base64)) {
            pictures.add(base64);
        } else {
            losses.dropped(
                    media.kind() == Kind.IMAGE
                            ? "messages.image.url"
                            : "messages." + media.kind().word());
        }
    }

    private static String text(List<Part> parts) {
        List<String> texts = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Text(String text)) {
                texts.add(text);
            }
        }
        return String.join("\n", texts);
    }
}
