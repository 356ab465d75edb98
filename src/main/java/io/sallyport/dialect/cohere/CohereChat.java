package io.sallyport.dialect.cohere;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.openai.Talk;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.Operation;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Set;

/// Chats as they are asked of Cohere.
///
/// Source: Cohere API reference, chat v2.
public final class CohereChat implements ProviderChat {

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String path(ChatRequest request) {
        return "/v2/chat";
    }

    @Override
    public Json write(ChatRequest request, long usualCap, Losses losses) {
        JsonObject body = Talk.of(loose(request), Set.of(Kind.IMAGE), losses);
        if (!request.tools().isEmpty()) {
            bind(request.tools(), body, losses);
            choose(request.choice(), body, losses);
        }
        ChatOptions options = request.options();
        options.outputCap().ifPresent(cap -> body.put("max_tokens", cap));
        options.temperature().ifPresent(value -> body.put("temperature", value));
        options.topP().ifPresent(value -> body.put("p", value));
        options.topK().ifPresent(value -> body.put("k", value));
        options.seed().ifPresent(value -> body.put("seed", value));
        options.frequencyPenalty().ifPresent(value -> body.put("frequency_penalty", value));
        options.presencePenalty().ifPresent(value -> body.put("presence_penalty", value));
        options.effort().ifPresent(effort -> think(effort, body, losses));
        options.user().ifPresent(_ -> losses.dropped("user"));
        options.cacheKey().ifPresent(_ -> losses.dropped("prompt_cache_key"));
        options.odds().ifPresent(_ -> losses.dropped("logprobs"));
        losses.onlyOne(options);
        if (!options.stop().isEmpty()) {
            JsonArray stops = Json.array();
            options.stop().forEach(stops::add);
            body.put("stop_sequences", stops);
        }
        answer(options.answer(), body);
        losses.rest(options.rest());
        return body.put("stream", request.stream()).toJson();
    }

    /// Strictness is said of all tools at once, so it is not said of one.
    private static ChatRequest loose(ChatRequest request) {
        if (request.tools().stream().noneMatch(Tool::strict)) {
            return request;
        }
        List<Tool> tools = request.tools().stream()
                .map(tool -> new Tool(tool.name(), tool.description(), tool.parameters(), false, tool.mark()))
                .toList();
        return new ChatRequest(
                request.model(),
                request.stream(),
                request.usageAsked(),
                request.messages(),
                tools,
                request.choice(),
                request.options());
    }

    /// Vendors limit which schemas can be strict, so no tool becomes strict that was not meant so.
    private static void bind(List<Tool> tools, JsonObject body, Losses losses) {
        if (tools.stream().allMatch(Tool::strict)) {
            body.put("strict_tools", true);
        } else if (tools.stream().anyMatch(Tool::strict)) {
            losses.dropped("tools.strict");
        }
    }

    private static void choose(ToolChoice choice, JsonObject body, Losses losses) {
        switch (choice.rule()) {
            case ANY -> body.put("tool_choice", "REQUIRED");
            case NONE -> body.put("tool_choice", "NONE");
            case NAMED -> {
                losses.changed("tool_choice");
                body.put("tool_choice", "REQUIRED");
            }
            case AUTO, UNSAID -> {
                // What is done unasked.
            }
        }
        if (choice.oneAtATime()) {
            losses.dropped("parallel_tool_calls");
        }
    }

    private static void think(Effort effort, JsonObject body, Losses losses) {
        losses.emulated("reasoning_effort");
        String type = effort == Effort.NONE ? "disabled" : "enabled";
        body.put("thinking", Json.object().put("type", type));
    }

    private static void answer(AnswerForm form, JsonObject body) {
        JsonObject format = Json.object().put("type", "json_object");
        switch (form) {
            case AnswerForm.Free _ -> {
                // What everybody answers unasked.
            }
            case AnswerForm.AnyObject _ -> body.put("response_format", format);
            case AnswerForm.Schema schema -> body.put("response_format", format.put("json_schema", schema.schema()));
        }
    }

    @Override
    public ChatReply whole(Json body, Losses losses) {
        return CohereReplies.whole(body, losses);
    }

    @Override
    public Events events(Losses losses) {
        return new CohereReplyEvents(losses);
    }
}
