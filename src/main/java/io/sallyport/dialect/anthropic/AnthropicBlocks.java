package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.CacheControl;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ToolInput;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.CacheMark;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.inference.Part.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Writes content blocks of Anthropic's form.
///
/// Source: Anthropic API reference, create a message.
final class AnthropicBlocks {
    private final Losses losses;

    AnthropicBlocks(Losses losses) {
        this.losses = losses;
    }

    Json written(List<Part> parts) {
        List<JsonObject> blocks = new ArrayList<>();
        parts.forEach(part -> add(part, blocks));
        JsonArray written = Json.array();
        blocks.forEach(written::add);
        return written.toJson();
    }

    private void add(Part part, List<JsonObject> blocks) {
        switch (part) {
            case Part.Text(String text) -> text(text, blocks);
            case Media media -> {
                if (media.kind() == Kind.AUDIO) {
                    losses.dropped("messages.audio");
                } else {
                    blocks.add(media(media));
                }
            }
            case Part.ToolUse use ->
                blocks.add(AnthropicAnswers.toolUse(id(use.id()), use.name(), ToolInput.of(use, losses)));
            case Part.ToolResult result -> blocks.add(result(result));
            case Part.Thought thought -> thought(thought, blocks);
            case CacheMark mark -> {
                if (!blocks.isEmpty()) {
                    CacheControl.write(mark, blocks.getLast());
                }
            }
        }
    }

    /// Empty texts are refused there.
    private static void text(String text, List<JsonObject> blocks) {
        if (!text.isEmpty()) {
            blocks.add(Json.object().put("type", "text").put("text", text));
        }
    }

    /// The vendor takes back only thoughts it signed.
    private void thought(Part.Thought thought, List<JsonObject> blocks) {
        if (thought.signature().isEmpty()) {
            losses.dropped("messages.reasoning");
        } else {
            blocks.add(AnthropicAnswers.thinking(thought));
        }
    }

    private static JsonObject media(Media media) {
        JsonObject source = switch (media.source()) {
            case Source.Link(String url) -> Json.object().put("type", "url").put("url", url);
            case Source.Inline(String mediaType, String base64) ->
                Json.object().put("type", "base64").put("media_type", mediaType).put("data", base64);
        };
        JsonObject block = Json.object()
                .put("type", media.kind() == Kind.IMAGE ? "image" : "document")
                .put("source", source);
        return media.name().isEmpty() ? block : block.put("title", media.name());
    }

    private JsonObject result(Part.ToolResult result) {
        JsonObject block = Json.object()
                .put("type", "tool_result")
                .put("tool_use_id", id(result.id()))
                .put("content", written(result.parts()));
        return result.failed() ? block.put("is_error", true) : block;
    }

    /// Other characters are refused there; a call and its result are changed alike.
    private static String id(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
