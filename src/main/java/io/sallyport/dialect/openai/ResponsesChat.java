package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Responses as clients ask for them.
///
/// What only a server can do that keeps responses and has tools of its own is refused, not dropped.
/// Source: OpenAI API reference, create a model response.
final class ResponsesChat implements ClientChat {
    private static final Set<String> READ = FamilyMembers.and(
            "model",
            "input",
            "instructions",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "max_output_tokens",
            "temperature",
            "top_p",
            "reasoning",
            "text",
            "user",
            "prompt_cache_key",
            "include",
            "truncation",
            "previous_response_id",
            "conversation",
            "prompt",
            "background");

    /// Members by which a server is asked to remember, or to work on its own.
    private static final List<String> UNSAYABLE =
            List.of("previous_response_id", "conversation", "prompt", "background");

    @Override
    public ChatRequest read(Json body, Losses losses) {
        UNSAYABLE.stream().filter(name -> Losses.says(body.get(name))).forEach(name -> {
            throw Unsayable.member(name);
        });
        losses.unread(body, READ, "");
        losses.unread(body.get("reasoning"), Set.of("effort", "summary"), "reasoning.");
        if (Losses.says(body.get("store"))) {
            losses.dropped("store");
        }
        if (body.get("truncation").textOr("disabled").equals("auto")) {
            losses.dropped("truncation");
        }
        Given.elements(body.get("include")).stream()
                .map(Json::text)
                .filter(what -> !what.equals("reasoning.encrypted_content"))
                .forEach(what -> losses.dropped("include." + what));
        return new ChatRequest(
                body.get("model").textOr(""),
                body.get("stream").boolOr(false),
                true,
                new ResponsesItems(losses).read(body.get("instructions"), body.get("input")),
                tools(body.get("tools")),
                choice(body),
                options(body, losses));
    }

    private static List<Tool> tools(Json tools) {
        List<Tool> read = new ArrayList<>();
        for (Json tool : Given.elements(tools)) {
            if (!tool.get("type").textOr("").equals("function")) {
                throw Unsayable.value(tool.get("type"));
            }
            read.add(new Tool(
                    tool.get("name").text(),
                    tool.get("description").textOr(""),
                    tool.get("parameters").isPresent()
                            ? tool.get("parameters")
                            : Json.object().toJson(),
                    tool.get("strict").boolOr(false)));
        }
        return read;
    }

    private static ToolChoice choice(Json body) {
        boolean oneAtATime = !body.get("parallel_tool_calls").boolOr(true);
        Json choice = body.get("tool_choice");
        if (!choice.isObject()) {
            return new ToolChoice(OpenAiChat.rule(choice), Optional.empty(), oneAtATime);
        }
        if (!choice.get("type").textOr("").equals("function")) {
            throw Unsayable.value(choice.get("type"));
        }
        return new ToolChoice(Rule.NAMED, Optional.of(choice.get("name").text()), oneAtATime);
    }

    private static ChatOptions options(Json body, Losses losses) {
        return new ChatOptions(
                Given.whole(body.get("max_output_tokens")),
                Given.number(body.get("temperature")),
                Given.number(body.get("top_p")),
                Optional.empty(),
                List.of(),
                Given.effort(body.path("reasoning.effort"), "reasoning.effort", losses),
                answer(body.path("text.format")),
                Given.text(body.get("user")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Given.text(body.get("prompt_cache_key")),
                Optional.empty(),
                1,
                FamilyMembers.ofResponse(body));
    }

    private static AnswerForm answer(Json format) {
        return switch (format.get("type").textOr("text")) {
            case "json_object" -> new AnswerForm.AnyObject();
            case "json_schema" ->
                new AnswerForm.Schema(
                        format.get("name").textOr(""),
                        format.get("schema"),
                        format.get("strict").boolOr(false));
            default -> new AnswerForm.Free();
        };
    }

    @Override
    public Bytes whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        return ResponsesAnswers.whole(request, reply, usage, made).bytes();
    }

    @Override
    public Events events(ChatRequest request, Instant made) {
        return new ResponsesEvents(request, made);
    }
}
