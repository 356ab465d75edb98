package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.CacheControl;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ToolInput;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.Operation;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;

/// Messages as they are asked of Anthropic.
///
/// Source: Anthropic API reference, create a message.
public final class AnthropicProviderChat implements ProviderChat {
    private static final String ONLY_JSON =
            "Answer with one JSON object and nothing else: no words around it, no code fence.";

    @Override
    public Operation operation() {
        return Operation.MESSAGE;
    }

    @Override
    public String path(ChatRequest request) {
        return "/v1/messages";
    }

    @Override
    public Json write(ChatRequest request, long usualCap, Losses losses) {
        ChatOptions options = request.options();
        if (options.outputCap().isEmpty()) {
            losses.changed("max_tokens");
        }
        long cap = options.outputCap().orElse(usualCap);
        ClaudeVersion model = ClaudeVersion.of(request.model());
        AnthropicConversation conversation = new AnthropicConversation(losses);
        conversation.add(request.messages());
        answer(options.answer(), conversation, losses);
        JsonObject body = Json.object().put("model", request.model()).put("max_tokens", cap);
        Json system = conversation.system();
        if (system.isPresent()) {
            body.put("system", system);
        }
        body.put("messages", conversation.messages());
        if (!request.tools().isEmpty()) {
            body.put("tools", tools(request.tools(), model, losses));
            choose(request.choice(), body);
        }
        JsonObject output = Json.object();
        if (options.answer() instanceof AnswerForm.Schema schema) {
            output.put("format", Json.object().put("type", "json_schema").put("schema", schema.schema()));
        }
        boolean thinks = new Thinking(request, model, cap, losses).put(body, output);
        if (output.toJson().size() > 0) {
            body.put("output_config", output);
        }
        new Sampling(options, model, losses).put(thinks, body);
        others(options, body, losses);
        if (request.stream()) {
            body.put("stream", true);
        }
        return body.toJson();
    }

    private static void answer(AnswerForm form, AnthropicConversation conversation, Losses losses) {
        if (form instanceof AnswerForm.AnyObject) {
            losses.emulated("response_format");
            conversation.instruct(ONLY_JSON);
        }
    }

    private static JsonArray tools(List<Tool> tools, ClaudeVersion model, Losses losses) {
        JsonArray all = Json.array();
        for (Tool tool : tools) {
            JsonObject written = Json.object().put("name", tool.name());
            if (!tool.description().isEmpty()) {
                written.put("description", tool.description());
            }
            if (tool.strict() && model.keepsToSchemas()) {
                written.put("strict", true);
            } else if (tool.strict()) {
                losses.dropped("tools.strict");
            }
            tool.mark().ifPresent(mark -> CacheControl.write(mark, written));
            all.add(written.put("input_schema", ToolInput.schema(tool.parameters())));
        }
        return all;
    }

    private static void choose(ToolChoice choice, JsonObject body) {
        if (choice.rule() == Rule.UNSAID && !choice.oneAtATime()) {
            return;
        }
        JsonObject written = Json.object()
                .put(
                        "type",
                        switch (choice.rule()) {
                            case UNSAID, AUTO -> "auto";
                            case NONE -> "none";
                            case ANY -> "any";
                            case NAMED -> "tool";
                        });
        choice.name().ifPresent(name -> written.put("name", name));
        if (choice.oneAtATime() && choice.rule() != Rule.NONE) {
            written.put("disable_parallel_tool_use", true);
        }
        body.put("tool_choice", written);
    }

    private static void others(ChatOptions options, JsonObject body, Losses losses) {
        options.user().ifPresent(user -> body.put("metadata", Json.object().put("user_id", user)));
        options.seed().ifPresent(_ -> losses.dropped("seed"));
        options.frequencyPenalty().ifPresent(_ -> losses.dropped("frequency_penalty"));
        options.presencePenalty().ifPresent(_ -> losses.dropped("presence_penalty"));
        options.cacheKey().ifPresent(_ -> losses.dropped("prompt_cache_key"));
        options.odds().ifPresent(_ -> losses.dropped("logprobs"));
        losses.onlyOne(options);
        losses.rest(options.rest());
        stop(options.stop(), body, losses);
    }

    /// Texts of blanks only are refused there.
    private static void stop(List<String> asked, JsonObject body, Losses losses) {
        JsonArray stops = Json.array();
        asked.stream().filter(text -> !text.isBlank()).forEach(stops::add);
        if (asked.stream().anyMatch(String::isBlank)) {
            losses.dropped("stop");
        }
        if (stops.toJson().size() > 0) {
            body.put("stop_sequences", stops);
        }
    }

    @Override
    public ChatReply whole(Json body, Losses losses) {
        return AnthropicReplies.whole(body, losses);
    }

    @Override
    public Events events(Losses losses) {
        return new AnthropicReplyEvents(losses);
    }
}
