package io.sallyport.dialect.openai;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.Operation;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Chat completions as they are asked of OpenAI and the servers like it.
///
/// Source: OpenAI API reference, create chat completion.
public final class OpenAiProviderChat implements ProviderChat {
    private static final int MOST_STOPS = 4;

    private final String capName;
    private final String seedName;
    private final Set<String> lacking;

    /// @param capName what the cap on the tokens of an answer is called
    /// @param seedName what makes answers repeat is called
    /// @param lacking members that the vendor refuses a call for
    public OpenAiProviderChat(String capName, String seedName, Set<String> lacking) {
        this.capName = capName;
        this.seedName = seedName;
        this.lacking = Set.copyOf(lacking);
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String path(ChatRequest request) {
        return "/v1/chat/completions";
    }

    @Override
    public Json write(ChatRequest request, long usualCap, Losses losses) {
        JsonObject body = Talk.of(request, EnumSet.allOf(Kind.class), losses);
        if (!request.tools().isEmpty()) {
            choose(request.choice(), body);
        }
        options(request.options(), body, losses);
        if (request.stream()) {
            body.put("stream", true);
            losses.onlyOne(request.options());
        } else if (request.options().choices() > 1) {
            body.put("n", request.options().choices());
        }
        Json written = body.toJson();
        lacking.stream().filter(name -> written.get(name).isPresent()).sorted().forEach(name -> {
            losses.dropped(name);
            body.remove(name);
        });
        return lacking.isEmpty() ? written : body.toJson();
    }

    private static void choose(ToolChoice choice, JsonObject body) {
        if (choice.rule() == Rule.NAMED) {
            body.put(
                    "tool_choice",
                    Json.object()
                            .put("type", "function")
                            .put(
                                    "function",
                                    Json.object().put("name", choice.name().orElse(""))));
        } else if (choice.rule() != Rule.UNSAID) {
            body.put("tool_choice", choice.rule() == Rule.ANY ? "required" : word(choice.rule()));
        }
        if (choice.oneAtATime()) {
            body.put("parallel_tool_calls", false);
        }
    }

    private void options(ChatOptions options, JsonObject body, Losses losses) {
        options.outputCap().ifPresent(cap -> body.put(capName, cap));
        options.temperature().ifPresent(value -> body.put("temperature", value));
        options.topP().ifPresent(value -> body.put("top_p", value));
        options.topK().ifPresent(_ -> losses.dropped("top_k"));
        options.user().ifPresent(user -> body.put("user", user));
        options.seed().ifPresent(value -> body.put(seedName, value));
        options.frequencyPenalty().ifPresent(value -> body.put("frequency_penalty", value));
        options.presencePenalty().ifPresent(value -> body.put("presence_penalty", value));
        options.cacheKey().ifPresent(key -> body.put("prompt_cache_key", key));
        LogProbs.ask(options.odds(), body);
        options.effort()
                .map(effort -> losses.nearest(effort, Effort.NONE, Effort.XHIGH))
                .ifPresent(effort -> body.put("reasoning_effort", effort.word()));
        if (!options.stop().isEmpty()) {
            JsonArray stops = Json.array();
            options.stop().stream().limit(MOST_STOPS).forEach(stops::add);
            body.put("stop", stops);
        }
        if (options.stop().size() > MOST_STOPS) {
            losses.changed("stop_sequences");
        }
        FamilyMembers.write(options.rest(), body, losses);
        answer(options.answer(), body);
    }

    private static void answer(AnswerForm form, JsonObject body) {
        switch (form) {
            case AnswerForm.Free _ -> {
                // What everybody answers unasked.
            }
            case AnswerForm.AnyObject _ ->
                body.put("response_format", Json.object().put("type", "json_object"));
            case AnswerForm.Schema schema ->
                body.put(
                        "response_format",
                        Json.object().put("type", "json_schema").put("json_schema", named(schema)));
        }
    }

    private static JsonObject named(AnswerForm.Schema form) {
        JsonObject named = Json.object().put("name", form.name().isEmpty() ? "answer" : form.name());
        if (form.strict()) {
            named.put("strict", true);
        }
        return named.put("schema", form.schema());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public ChatReply whole(Json body, Losses losses) {
        return OpenAiReplies.whole(body, losses);
    }

    @Override
    public Events events(Losses losses) {
        return new OpenAiReplyEvents(losses);
    }
}
