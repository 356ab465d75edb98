package io.sallyport.dialect.anthropic;

import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import java.util.Optional;

/// Writes whole messages of Anthropic's form.
///
/// Source: Anthropic API reference, the message object.
final class AnthropicAnswers {
    private AnthropicAnswers() {}

    static Json whole(ChatReply reply, Optional<TokenUsage> usage) {
        JsonArray content = Json.array();
        for (Part part : reply.parts()) {
            switch (part) {
                case Part.Text(String text) ->
                    content.add(Json.object().put("type", "text").put("text", text));
                case Part.Thought thought -> content.add(thinking(thought));
                case Part.ToolUse use -> content.add(toolUse(use.id(), use.name(), arguments(use)));
                case Part.Media _, Part.ToolResult _, Part.CacheMark _ -> {
                    // Models do not answer with these.
                }
            }
        }
        return message(reply.id(), reply.model(), content.toJson())
                .put("stop_reason", stopReason(reply.reason()))
                .put("stop_sequence", reply.stopText().map(Json::of).orElse(Json.NULL))
                .put("usage", usage(usage))
                .toJson();
    }

    static JsonObject message(String id, String model, Json content) {
        return Json.object()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model)
                .put("content", content);
    }

    static JsonObject thinking(Part.Thought thought) {
        return Json.object()
                .put("type", "thinking")
                .put("thinking", thought.text())
                .put("signature", thought.signature());
    }

    static JsonObject toolUse(String id, String name, Json input) {
        return Json.object()
                .put("type", "tool_use")
                .put("id", id)
                .put("name", name)
                .put("input", input);
    }

    /// What a model wrote as arguments, which is not always an object.
    private static Json arguments(Part.ToolUse use) {
        try {
            Json arguments = Json.parse(use.arguments());
            return arguments.isObject()
                    ? arguments
                    : Json.object().put("value", arguments).toJson();
        } catch (JsonProblem e) {
            return Json.object().put("value", use.arguments()).toJson();
        }
    }

    static String stopReason(StopReason reason) {
        return switch (reason) {
            case DONE -> "end_turn";
            case LENGTH -> "max_tokens";
            case STOP_TEXT -> "stop_sequence";
            case TOOLS -> "tool_use";
            case REFUSED -> "refusal";
        };
    }

    /// Clients insist on counts; nothing is zero to them.
    static Json usage(Optional<TokenUsage> usage) {
        return Json.object()
                .put("input_tokens", usage.map(TokenUsage::input).orElse(0L))
                .put(
                        "cache_creation_input_tokens",
                        usage.map(TokenUsage::cacheWrite).orElse(0L))
                .put(
                        "cache_read_input_tokens",
                        usage.map(TokenUsage::cachedInput).orElse(0L))
                .put("output_tokens", usage.map(TokenUsage::output).orElse(0L))
                .toJson();
    }
}
