package io.sallyport.dialect.openai;

import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// Writes whole responses, and the pieces of them that streams repeat.
///
/// Source: OpenAI API reference, the response object.
final class ResponsesAnswers {
    private ResponsesAnswers() {}

    static Json whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        JsonArray output = Json.array();
        StringBuilder words = new StringBuilder();
        for (Part part : reply.parts()) {
            if (part instanceof Part.Text(String text)) {
                words.append(text);
                continue;
            }
            said(reply.id(), words, output);
            switch (part) {
                case Part.Thought thought ->
                    output.add(reasoning(item("rs", reply.id(), output), thought.text(), thought.signature()));
                case Part.ToolUse use -> output.add(call("completed", use));
                case Part.Text _, Part.Media _, Part.ToolResult _, Part.CacheMark _ -> {
                    // Words are joined above; models do not answer with the others.
                }
            }
        }
        said(reply.id(), words, output);
        JsonObject response = response(request, reply.id(), reply.model(), made);
        return ended(response, reply.reason(), output, usage);
    }

    private static void said(String id, StringBuilder words, JsonArray output) {
        if (!words.isEmpty()) {
            output.add(message("completed", item("msg", id, output), Optional.of(words.toString())));
            words.setLength(0);
        }
    }

    private static String item(String prefix, String id, JsonArray output) {
        return name(prefix, id) + "_" + output.toJson().size();
    }

    /// A name in the vendor's manner, so that whoever looks at prefixes finds them.
    static String name(String prefix, String id) {
        String own = id.replaceFirst("^[a-z]+[_-](?=.)", "");
        return prefix + "_" + own.replaceAll("[^A-Za-z0-9]", "");
    }

    /// The response before anything is said.
    static JsonObject response(ChatRequest request, String id, String model, Instant made) {
        ChatOptions options = request.options();
        JsonArray tools = Json.array();
        request.tools().forEach(tool -> tools.add(tool(tool)));
        return Json.object()
                .put("id", name("resp", id))
                .put("object", "response")
                .put("created_at", made.getEpochSecond())
                .put("status", "in_progress")
                .put("background", false)
                .put("error", Json.NULL)
                .put("incomplete_details", Json.NULL)
                .put("instructions", Json.NULL)
                .put(
                        "max_output_tokens",
                        options.outputCap().map(ResponsesAnswers::number).orElse(Json.NULL))
                .put("metadata", Json.object())
                .put("model", model)
                .put("output", Json.array())
                .put("parallel_tool_calls", !request.choice().oneAtATime())
                .put("previous_response_id", Json.NULL)
                .put("reasoning", reasoning(options))
                .put("store", false)
                .put(
                        "temperature",
                        options.temperature().map(ResponsesAnswers::number).orElse(Json.NULL))
                .put("text", Json.object().put("format", format(options.answer())))
                .put("tool_choice", choice(request.choice()))
                .put("tools", tools)
                .put("top_p", options.topP().map(ResponsesAnswers::number).orElse(Json.NULL))
                .put("truncation", "disabled")
                .put("usage", Json.NULL);
    }

    /// The response when all is said.
    static Json ended(JsonObject response, StopReason reason, JsonArray output, Optional<TokenUsage> usage) {
        Optional<String> cut = switch (reason) {
            case LENGTH -> Optional.of("max_output_tokens");
            case REFUSED -> Optional.of("content_filter");
            case DONE, STOP_TEXT, TOOLS -> Optional.empty();
        };
        response.put("status", cut.isPresent() ? "incomplete" : "completed").put("output", output);
        cut.ifPresent(why -> response.put("incomplete_details", Json.object().put("reason", why)));
        usage.ifPresent(tokens -> response.put("usage", usage(tokens)));
        return response.toJson();
    }

    private static JsonObject usage(TokenUsage usage) {
        return Json.object()
                .put("input_tokens", usage.prompt())
                .put("input_tokens_details", Json.object().put("cached_tokens", usage.cachedInput()))
                .put("output_tokens", usage.output())
                .put("output_tokens_details", Json.object().put("reasoning_tokens", usage.reasoning()))
                .put("total_tokens", usage.total());
    }

    /// @param text empty while nothing is said yet
    static JsonObject message(String status, String id, Optional<String> text) {
        JsonArray content = Json.array();
        text.ifPresent(words -> content.add(part(words)));
        return Json.object()
                .put("type", "message")
                .put("id", id)
                .put("status", status)
                .put("role", "assistant")
                .put("content", content);
    }

    static JsonObject part(String text) {
        return Json.object()
                .put("type", "output_text")
                .put("text", text)
                .put("annotations", Json.array())
                .put("logprobs", Json.array());
    }

    /// @param signature by which the backend knows the thought again; empty when there is none
    static JsonObject reasoning(String id, String text, String signature) {
        JsonArray summary = Json.array();
        if (!text.isEmpty()) {
            summary.add(summary(text));
        }
        JsonObject item = Json.object().put("type", "reasoning").put("id", id).put("summary", summary);
        return signature.isEmpty() ? item : item.put("encrypted_content", signature);
    }

    static JsonObject summary(String text) {
        return Json.object().put("type", "summary_text").put("text", text);
    }

    static JsonObject call(String status, Part.ToolUse use) {
        return Json.object()
                .put("type", "function_call")
                .put("id", name("fc", use.id()))
                .put("status", status)
                .put("call_id", use.id())
                .put("name", use.name())
                .put("arguments", use.arguments());
    }

    private static JsonObject tool(Tool tool) {
        JsonObject written = Json.object().put("type", "function").put("name", tool.name());
        if (!tool.description().isEmpty()) {
            written.put("description", tool.description());
        }
        return written.put("parameters", tool.parameters()).put("strict", tool.strict());
    }

    private static Json choice(ToolChoice choice) {
        return switch (choice.rule()) {
            case UNSAID, AUTO -> Json.of("auto");
            case NONE -> Json.of("none");
            case ANY -> Json.of("required");
            case NAMED ->
                Json.object()
                        .put("type", "function")
                        .put("name", choice.name().orElse(""))
                        .toJson();
        };
    }

    private static JsonObject reasoning(ChatOptions options) {
        return Json.object()
                .put(
                        "effort",
                        options.effort().map(effort -> Json.of(effort.word())).orElse(Json.NULL))
                .put("summary", Json.NULL);
    }

    private static JsonObject format(AnswerForm form) {
        return switch (form) {
            case AnswerForm.Free _ -> Json.object().put("type", "text");
            case AnswerForm.AnyObject _ -> Json.object().put("type", "json_object");
            case AnswerForm.Schema schema ->
                Json.object()
                        .put("type", "json_schema")
                        .put("name", schema.name())
                        .put("schema", schema.schema())
                        .put("strict", schema.strict());
        };
    }

    private static Json number(Number value) {
        return Json.parse(value.toString());
    }
}
