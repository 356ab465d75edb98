package io.sallyport.dialect.openai;

import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes whole chat completions.
///
/// Source: OpenAI API reference, chat completion object.
final class OpenAiAnswers {
    private OpenAiAnswers() {}

    static Json whole(ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        JsonArray choices = Json.array();
        int index = 0;
        for (ChatReply one : reply.all()) {
            choices.add(Json.object()
                    .put("index", index++)
                    .put("message", message(one))
                    .put("logprobs", LogProbs.written(one.odds()))
                    .put("finish_reason", finish(one.reason())));
        }
        JsonObject answer = Json.object()
                .put("id", reply.id())
                .put("object", "chat.completion")
                .put("created", made.getEpochSecond())
                .put("model", reply.model())
                .put("choices", choices);
        usage.ifPresent(tokens -> answer.put("usage", usage(tokens)));
        return answer.toJson();
    }

    private static JsonObject message(ChatReply reply) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<Part.Thought> signed = new ArrayList<>();
        JsonArray calls = Json.array();
        for (Part part : reply.parts()) {
            switch (part) {
                case Part.Text said -> text.append(said.text());
                case Part.Thought thought -> {
                    thoughts.append(thought.text());
                    if (!thought.signature().isEmpty()) {
                        signed.add(thought);
                    }
                }
                case Part.ToolUse use -> calls.add(call(use));
                case Part.Media _, Part.ToolResult _, Part.CacheMark _ -> {
                    // Models do not answer with these.
                }
            }
        }
        JsonObject message = Json.object().put("role", "assistant");
        message.put("content", text.isEmpty() ? Json.NULL : Json.of(text.toString()));
        message.put("refusal", Json.NULL);
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        if (!signed.isEmpty()) {
            message.put(ReasoningDetails.NAME, ReasoningDetails.written(signed));
        }
        return calls.toJson().size() == 0 ? message : message.put("tool_calls", calls);
    }

    static JsonObject call(Part.ToolUse use) {
        return Json.object()
                .put("id", use.id())
                .put("type", "function")
                .put("function", Json.object().put("name", use.name()).put("arguments", use.arguments()));
    }

    static String finish(StopReason reason) {
        return switch (reason) {
            case DONE, STOP_TEXT -> "stop";
            case LENGTH -> "length";
            case TOOLS -> "tool_calls";
            case REFUSED -> "content_filter";
        };
    }

    /// OpenAI counts cached tokens among the prompt's; what was written to a cache has the name that routers
    /// gave it.
    static Json usage(TokenUsage usage) {
        return Json.object()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.total())
                .put(
                        "prompt_tokens_details",
                        Json.object()
                                .put("cached_tokens", usage.cachedInput())
                                .put("cache_write_tokens", usage.cacheWrite()))
                .put("completion_tokens_details", Json.object().put("reasoning_tokens", usage.reasoning()))
                .toJson();
    }
}
