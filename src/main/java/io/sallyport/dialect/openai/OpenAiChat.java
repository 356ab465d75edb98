package io.sallyport.dialect.openai;

import io.sallyport.dialect.CacheControl;
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

/// Chat completions as clients ask for them.
///
/// Source: OpenAI API reference, create chat completion.
final class OpenAiChat implements ClientChat {
    private static final Set<String> READ = FamilyMembers.and(
            "model",
            "messages",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop",
            "reasoning_effort",
            "response_format",
            "user",
            "n",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "prompt_cache_key",
            "logprobs",
            "top_logprobs");

    @Override
    public ChatRequest read(Json body, Losses losses) {
        losses.unread(body, READ, "");
        return new ChatRequest(
                body.get("model").textOr(""),
                body.get("stream").boolOr(false),
                body.get("stream_options").get("include_usage").boolOr(false),
                new OpenAiMessages(losses).read(body.get("messages")),
                tools(body.get("tools"), losses),
                choice(body),
                options(body, losses));
    }

    private static List<Tool> tools(Json tools, Losses losses) {
        List<Tool> read = new ArrayList<>();
        for (Json tool : Given.elements(tools)) {
            String type = tool.get("type").textOr("function");
            if (!type.equals("function")) {
                losses.dropped("tools." + type);
                continue;
            }
            Json function = tool.get("function");
            read.add(new Tool(
                    function.get("name").text(),
                    function.get("description").textOr(""),
                    function.get("parameters"),
                    function.get("strict").boolOr(false),
                    CacheControl.read(tool)));
        }
        return read;
    }

    private static ToolChoice choice(Json body) {
        boolean oneAtATime = !body.get("parallel_tool_calls").boolOr(true);
        Json choice = body.get("tool_choice");
        if (choice.isObject()) {
            return new ToolChoice(
                    Rule.NAMED, Optional.of(choice.path("function.name").text()), oneAtATime);
        }
        return new ToolChoice(rule(choice), Optional.empty(), oneAtATime);
    }

    /// The choice that names no tool.
    static Rule rule(Json choice) {
        return switch (choice.textOr("")) {
            case "" -> Rule.UNSAID;
            case "auto" -> Rule.AUTO;
            case "none" -> Rule.NONE;
            case "required" -> Rule.ANY;
            default -> throw choice.problem("must be none, auto, required or a tool");
        };
    }

    private static ChatOptions options(Json body, Losses losses) {
        Json cap = body.get("max_completion_tokens");
        return new ChatOptions(
                Given.whole(cap.isPresent() ? cap : body.get("max_tokens")),
                Given.number(body.get("temperature")),
                Given.number(body.get("top_p")),
                Given.whole(body.get("top_k")),
                Given.texts(body.get("stop")),
                Given.effort(body.get("reasoning_effort"), "reasoning_effort", losses),
                answer(body.get("response_format")),
                Given.text(body.get("user")),
                Given.whole(body.get("seed")),
                Given.number(body.get("frequency_penalty")),
                Given.number(body.get("presence_penalty")),
                Given.text(body.get("prompt_cache_key")),
                LogProbs.asked(body),
                body.get("n").longOr(1),
                FamilyMembers.ofChat(body));
    }

    private static AnswerForm answer(Json format) {
        return switch (format.get("type").textOr("text")) {
            case "json_object" -> new AnswerForm.AnyObject();
            case "json_schema" ->
                new AnswerForm.Schema(
                        format.path("json_schema.name").textOr(""),
                        format.path("json_schema.schema"),
                        format.path("json_schema.strict").boolOr(false));
            default -> new AnswerForm.Free();
        };
    }

    @Override
    public Bytes whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        return OpenAiAnswers.whole(reply, usage, made).bytes();
    }

    @Override
    public Events events(ChatRequest request, Instant made) {
        return new OpenAiChunks(request.usageAsked(), made);
    }
}
