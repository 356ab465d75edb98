package io.sallyport.dialect.ollama;

import io.sallyport.dialect.Framing;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.openai.LogProbs;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;

/// Chats as they are asked of Ollama in its own form.
///
/// Source: Ollama documentation, API, generate a chat message.
public final class OllamaChat implements ProviderChat {

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String path(ChatRequest request) {
        return "/api/chat";
    }

    @Override
    public Framing framing() {
        return Framing.JSON_LINES;
    }

    @Override
    public Json write(ChatRequest request, long usualCap, Losses losses) {
        JsonObject body = Json.object()
                .put("model", request.model())
                .put("messages", new OllamaMessages(losses).written(request.messages()));
        tools(request, body, losses);
        ChatOptions options = request.options();
        JsonObject tuned = tuned(options);
        if (tuned.toJson().size() > 0) {
            body.put("options", tuned);
        }
        options.effort().ifPresent(effort -> think(effort, body, losses));
        switch (options.answer()) {
            case AnswerForm.Free _ -> {
                // What everybody answers unasked.
            }
            case AnswerForm.AnyObject _ -> body.put("format", "json");
            case AnswerForm.Schema schema -> body.put("format", schema.schema());
        }
        options.user().ifPresent(_ -> losses.dropped("user"));
        options.cacheKey().ifPresent(_ -> losses.dropped("prompt_cache_key"));
        LogProbs.ask(options.odds(), body);
        losses.onlyOne(options);
        losses.rest(options.rest());
        return body.put("stream", request.stream()).toJson();
    }

    private static void tools(ChatRequest request, JsonObject body, Losses losses) {
        Rule rule = request.choice().rule();
        if (request.tools().isEmpty() || rule == Rule.NONE) {
            return;
        }
        if (rule == Rule.ANY || rule == Rule.NAMED) {
            losses.dropped("tool_choice");
        }
        if (request.choice().oneAtATime()) {
            losses.dropped("parallel_tool_calls");
        }
        body.put("tools", OllamaMessages.tools(request.tools(), losses));
    }

    private static JsonObject tuned(ChatOptions options) {
        JsonObject tuned = Json.object();
        options.outputCap().ifPresent(cap -> tuned.put("num_predict", cap));
        options.temperature().ifPresent(value -> tuned.put("temperature", value));
        options.topP().ifPresent(value -> tuned.put("top_p", value));
        options.topK().ifPresent(value -> tuned.put("top_k", value));
        options.seed().ifPresent(value -> tuned.put("seed", value));
        options.frequencyPenalty().ifPresent(value -> tuned.put("frequency_penalty", value));
        options.presencePenalty().ifPresent(value -> tuned.put("presence_penalty", value));
        if (!options.stop().isEmpty()) {
            JsonArray stops = Json.array();
            options.stop().forEach(stops::add);
            tuned.put("stop", stops);
        }
        return tuned;
    }

    /// Some models know levels, the others take any level for yes.
    private static void think(Effort effort, JsonObject body, Losses losses) {
        if (effort == Effort.NONE) {
            body.put("think", false);
        } else {
            body.put("think", losses.nearest(effort, Effort.LOW, Effort.HIGH).word());
        }
    }

    @Override
    public ChatReply whole(Json body, Losses losses) {
        return OllamaReplies.whole(body);
    }

    @Override
    public Events events(Losses losses) {
        return new OllamaReplyEvents();
    }
}
