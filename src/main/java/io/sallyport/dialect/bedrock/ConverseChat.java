package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.Framing;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ToolInput;
import io.sallyport.dialect.Turns;
import io.sallyport.dialect.anthropic.ClaudeVersion;
import io.sallyport.dialect.anthropic.Thinking;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.Operation;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;

/// Chats as they are asked of Amazon Bedrock, of whatever maker the model is.
///
/// Source: Amazon Bedrock API reference, Converse and ConverseStream.
public final class ConverseChat implements ProviderChat {
    private static final String ONLY_JSON =
            "Answer with one JSON object and nothing else: no words around it, no code fence.";

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String path(ChatRequest request) {
        return BedrockPath.of(request.model(), request.stream() ? "converse-stream" : "converse");
    }

    @Override
    public Framing framing() {
        return Framing.EVENT_STREAM;
    }

    @Override
    public Json write(ChatRequest request, long usualCap, Losses losses) {
        ChatOptions options = request.options();
        Turns turns = new Turns(losses);
        turns.add(request.messages());
        if (options.answer() instanceof AnswerForm.AnyObject) {
            losses.emulated("response_format");
            turns.instruct(ONLY_JSON);
        }
        ConverseBlocks blocks = new ConverseBlocks(losses);
        JsonObject body = Json.object().put("messages", blocks.messages(turns.all()));
        Json system = blocks.written(turns.system());
        if (system.size() > 0) {
            body.put("system", system);
        }
        tools(request, body, losses);
        boolean thinks = reasoning(request, options.outputCap().orElse(usualCap), body, losses);
        inference(request, thinks, body, losses);
        others(options, losses);
        return body.toJson();
    }

    private static void inference(ChatRequest request, boolean thinks, JsonObject body, Losses losses) {
        ChatOptions options = request.options();
        boolean takes = !thinks && ClaudeVersion.of(request.model()).takesSampling();
        JsonObject config = Json.object();
        options.outputCap().ifPresent(cap -> config.put("maxTokens", cap));
        options.temperature().ifPresent(value -> {
            if (takes) {
                config.put("temperature", value);
            } else {
                losses.dropped("temperature");
            }
        });
        options.topP().ifPresent(value -> {
            if (takes) {
                config.put("topP", value);
            } else {
                losses.dropped("top_p");
            }
        });
        if (!options.stop().isEmpty()) {
            JsonArray stops = Json.array();
            options.stop().forEach(stops::add);
            config.put("stopSequences", stops);
        }
        if (config.toJson().size() > 0) {
            body.put("inferenceConfig", config);
        }
    }

    /// Calls of earlier turns are refused without the tools they called.
    private static void tools(ChatRequest request, JsonObject body, Losses losses) {
        if (request.tools().isEmpty() || (request.choice().rule() == Rule.NONE && !ConverseBlocks.usesTools(request))) {
            return;
        }
        JsonArray tools = Json.array();
        for (Tool tool : request.tools()) {
            JsonObject written = Json.object().put("name", tool.name());
            if (!tool.description().isEmpty()) {
                written.put("description", tool.description());
            }
            if (tool.strict()) {
                written.put("strict", true);
            }
            written.put("inputSchema", Json.object().put("json", ToolInput.schema(tool.parameters())));
            tools.add(Json.object().put("toolSpec", written));
            tool.mark().ifPresent(mark -> tools.add(ConverseBlocks.mark(mark)));
        }
        JsonObject config = Json.object().put("tools", tools);
        choose(request.choice(), config, losses);
        body.put("toolConfig", config);
    }

    private static void choose(ChatRequest.ToolChoice choice, JsonObject config, Losses losses) {
        if (choice.oneAtATime()) {
            losses.dropped("parallel_tool_calls");
        }
        switch (choice.rule()) {
            case ANY -> config.put("toolChoice", Json.object().put("any", Json.object()));
            case NAMED ->
                config.put(
                        "toolChoice",
                        Json.object()
                                .put(
                                        "tool",
                                        Json.object().put("name", choice.name().orElse(""))));
            case NONE -> losses.dropped("tool_choice");
            case AUTO, UNSAID -> {
                // What is done unasked.
            }
        }
    }

    /// @return true when a model is to think that takes no sampling meanwhile
    private static boolean reasoning(ChatRequest request, long cap, JsonObject body, Losses losses) {
        JsonObject output = Json.object();
        boolean thinks = false;
        if (request.options().answer() instanceof AnswerForm.Schema schema) {
            output.put("textFormat", format(schema));
        }
        if (request.model().contains("anthropic.claude")) {
            JsonObject further = Json.object();
            thinks = new Thinking(request, ClaudeVersion.of(request.model()), cap, losses).put(further, output);
            request.options().topK().ifPresent(value -> further.put("top_k", value));
            further(further, body);
        } else {
            request.options().topK().ifPresent(_ -> losses.dropped("top_k"));
            effort(request, body, losses);
        }
        if (output.toJson().size() > 0) {
            body.put("outputConfig", output);
        }
        return thinks;
    }

    private static JsonObject format(AnswerForm.Schema schema) {
        JsonObject definition = Json.object().put("schema", schema.schema().toString());
        if (!schema.name().isEmpty()) {
            definition.put("name", schema.name());
        }
        return Json.object()
                .put("type", "json_schema")
                .put("structure", Json.object().put("jsonSchema", definition));
    }

    private static void effort(ChatRequest request, JsonObject body, Losses losses) {
        request.options().effort().ifPresent(effort -> {
            if (request.model().contains("openai.gpt-oss")) {
                String word = losses.nearest(effort, Effort.LOW, Effort.HIGH).word();
                further(Json.object().put("reasoning_effort", word), body);
            } else {
                losses.dropped("reasoning_effort");
            }
        });
    }

    private static void further(JsonObject fields, JsonObject body) {
        if (fields.toJson().size() > 0) {
            body.put("additionalModelRequestFields", fields);
        }
    }

    private static void others(ChatOptions options, Losses losses) {
        options.user().ifPresent(_ -> losses.dropped("user"));
        options.seed().ifPresent(_ -> losses.dropped("seed"));
        options.frequencyPenalty().ifPresent(_ -> losses.dropped("frequency_penalty"));
        options.presencePenalty().ifPresent(_ -> losses.dropped("presence_penalty"));
        options.cacheKey().ifPresent(_ -> losses.dropped("prompt_cache_key"));
        options.odds().ifPresent(_ -> losses.dropped("logprobs"));
        losses.onlyOne(options);
        losses.rest(options.rest());
    }

    @Override
    public ChatReply whole(Json body, Losses losses) {
        return ConverseReplies.whole(body, losses);
    }

    @Override
    public Events events(Losses losses) {
        return new ConverseReplyEvents();
    }
}
