package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.Operation;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;

/// Contents as they are asked of Gemini.
///
/// Source: Gemini API reference, `models.generateContent`.
public final class GeminiProviderChat implements ProviderChat {
    private static final String UNDER = "/v1beta/models/";

    private final Ids ids;

    /// @param ids whether calls and results are told apart by ids there
    public GeminiProviderChat(Ids ids) {
        this.ids = ids;
    }

    /// Whether calls of tools and their results have ids.
    public enum Ids {
        TOLD,
        /// They belong together by name and order.
        UNTOLD
    }

    @Override
    public Operation operation() {
        return Operation.CONTENT;
    }

    @Override
    public String path(ChatRequest request) {
        String method = request.stream() ? GeminiPath.STREAM : GeminiPath.GENERATE;
        return new GeminiPath(request.model(), method).below(UNDER);
    }

    @Override
    public String query(ChatRequest request) {
        return request.stream() ? "alt=sse" : "";
    }

    @Override
    public Json write(ChatRequest request, long usualCap, Losses losses) {
        JsonObject body = Json.object();
        GeminiParts parts = new GeminiParts(ids == Ids.TOLD, GeminiModel.isThird(request.model()), losses);
        GeminiConversation conversation = new GeminiConversation(parts, losses);
        conversation.add(request.messages());
        conversation.put(body);
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    Json.array().add(Json.object().put("functionDeclarations", tools(request.tools(), losses))));
            choose(request.choice(), body, losses);
        }
        ChatOptions options = request.options();
        Json config = new Generation(request, losses).config();
        if (config.size() > 0) {
            body.put("generationConfig", config);
        }
        options.user().ifPresent(_ -> losses.dropped("user"));
        options.cacheKey().ifPresent(_ -> losses.dropped("prompt_cache_key"));
        losses.rest(options.rest());
        return body.toJson();
    }

    private static JsonArray tools(List<Tool> tools, Losses losses) {
        JsonArray all = Json.array();
        for (Tool tool : tools) {
            JsonObject written = Json.object().put("name", tool.name());
            if (!tool.description().isEmpty()) {
                written.put("description", tool.description());
            }
            if (tool.parameters().get("properties").size() > 0) {
                written.put("parametersJsonSchema", GeminiSchema.written(tool.parameters(), losses));
            }
            if (tool.strict()) {
                losses.dropped("tools.strict");
            }
            tool.mark().ifPresent(_ -> losses.dropped("tools.cache_control"));
            all.add(written);
        }
        return all;
    }

    private static void choose(ToolChoice choice, JsonObject body, Losses losses) {
        if (choice.oneAtATime()) {
            losses.dropped("parallel_tool_calls");
        }
        JsonObject config = Json.object();
        switch (choice.rule()) {
            case UNSAID -> {
                return;
            }
            case AUTO -> config.put("mode", "AUTO");
            case NONE -> config.put("mode", "NONE");
            case ANY -> config.put("mode", "ANY");
            case NAMED ->
                config.put("mode", "ANY")
                        .put(
                                "allowedFunctionNames",
                                Json.array().add(choice.name().orElse("")));
        }
        body.put("toolConfig", Json.object().put("functionCallingConfig", config));
    }

    @Override
    public ChatReply whole(Json body, Losses losses) {
        return GeminiReplies.whole(body, losses);
    }

    @Override
    public Events events(Losses losses) {
        return new GeminiReplyEvents(losses);
    }
}
