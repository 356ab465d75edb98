package io.sallyport.dialect.gemini;

import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenOdds;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import java.util.List;
import java.util.Optional;

/// Writes answers of Gemini's form, whole ones and the events of a stream, which look alike.
///
/// Source: Gemini API reference, GenerateContentResponse.
final class GeminiAnswers {
    private GeminiAnswers() {}

    static Json whole(ChatReply reply, Optional<TokenUsage> usage) {
        JsonArray candidates = Json.array();
        int index = 0;
        for (ChatReply one : reply.all()) {
            candidates.add(
                    candidate(parts(one), Optional.of(one.reason()), one.odds()).put("index", index++));
        }
        return answer(reply.id(), reply.model(), candidates, usage);
    }

    private static JsonArray parts(ChatReply reply) {
        JsonArray parts = Json.array();
        for (Part part : reply.parts()) {
            switch (part) {
                case Part.Text(String text) -> parts.add(Json.object().put("text", text));
                case Part.Thought thought -> parts.add(thought(thought.text()));
                case Part.ToolUse use -> parts.add(call(use.id(), use.name(), use.arguments()));
                case Part.Media _, Part.ToolResult _, Part.CacheMark _ -> {
                    // Models do not answer with these.
                }
            }
        }
        return parts;
    }

    /// @param reason empty for an event that is not the last
    static JsonObject candidate(JsonArray parts, Optional<StopReason> reason, List<TokenOdds> odds) {
        JsonObject candidate =
                Json.object().put("content", Json.object().put("parts", parts).put("role", "model"));
        reason.ifPresent(why -> candidate.put("finishReason", finish(why)));
        return odds.isEmpty() ? candidate : candidate.put("logprobsResult", GeminiOdds.written(odds));
    }

    static Json answer(String id, String model, JsonArray candidates, Optional<TokenUsage> usage) {
        JsonObject answer = Json.object().put("candidates", candidates);
        usage.ifPresent(tokens -> answer.put("usageMetadata", GeminiUsage.written(tokens)));
        return answer.put("modelVersion", model).put("responseId", id).toJson();
    }

    static JsonObject thought(String text) {
        return Json.object().put("text", text).put("thought", true);
    }

    /// @param arguments what a model wrote as arguments, which is not always an object
    static JsonObject call(String id, String name, String arguments) {
        JsonObject call = Json.object();
        if (!id.isEmpty()) {
            call.put("id", id);
        }
        return Json.object().put("functionCall", call.put("name", name).put("args", object(arguments)));
    }

    private static Json object(String arguments) {
        try {
            Json read = Json.parse(arguments.isBlank() ? "{}" : arguments);
            return read.isObject() ? read : Json.object().put("value", read).toJson();
        } catch (JsonProblem e) {
            return Json.object().put("value", arguments).toJson();
        }
    }

    private static String finish(StopReason reason) {
        return switch (reason) {
            case DONE, STOP_TEXT, TOOLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case REFUSED -> "SAFETY";
        };
    }
}
