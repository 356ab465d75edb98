package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chat completions as clients ask for them.
///
/// Source: OpenAI API reference, create chat completion, seen 2026-11-21.
final class OpenAiChat implements ClientChat {
    private static final Set<String> READ = Set.of(
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
            "n");

    @Override
    public ChatRequest read(Json body, Losses losses) {
        losses.unread(body, READ, "");
        if (body.get("n").longOr(1) > 1) {
            losses.dropped("n");
        }
        return new ChatRequest(
                body.get("model").textOr(""),
                body.get("stream").boolOr(false),
                body.get("stream_options").get("include_usage").boolOr(false),
                new OpenAiMessages(losses).read(body.get("messages")),
                tools(body.get("tools"), losses),
                choice(body),
                options(body));
    }

    private static List<Tool> tools(Json tools, Losses losses) {
        List<Tool> read = new ArrayList<>();
        for (Json tool : tools.isPresent() ? tools.elements() : List.<Json>of()) {
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
                    function.get("strict").boolOr(false)));
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
        Rule rule = switch (choice.textOr("")) {
            case "" -> Rule.UNSAID;
            case "auto" -> Rule.AUTO;
            case "none" -> Rule.NONE;
            case "required" -> Rule.ANY;
            default -> throw choice.problem("must be none, auto, required or a tool");
        };
        return new ToolChoice(rule, Optional.empty(), oneAtATime);
    }

    private static ChatOptions options(Json body) {
        Json cap = body.get("max_completion_tokens");
        return new ChatOptions(
                whole(cap.isPresent() ? cap : body.get("max_tokens")),
                number(body.get("temperature")),
                number(body.get("top_p")),
                whole(body.get("top_k")),
                stop(body.get("stop")),
                effort(body.get("reasoning_effort")),
                answer(body.get("response_format")),
                text(body.get("user")));
    }

    private static List<String> stop(Json stop) {
        if (!stop.isPresent()) {
            return List.of();
        }
        return stop.isText()
                ? List.of(stop.text())
                : stop.elements().stream().map(Json::text).toList();
    }

    private static Optional<Effort> effort(Json effort) {
        return switch (effort.textOr("")) {
            case "none", "minimal" -> Optional.of(Effort.NONE);
            case "low" -> Optional.of(Effort.LOW);
            case "medium" -> Optional.of(Effort.MEDIUM);
            case "high", "xhigh" -> Optional.of(Effort.HIGH);
            default -> Optional.empty();
        };
    }

    private static AnswerForm answer(Json format) {
        return switch (format.get("type").textOr("text")) {
            case "json_object" -> new AnswerForm.AnyObject();
            case "json_schema" ->
                new AnswerForm.Schema(format.path("json_schema.name").textOr(""), format.path("json_schema.schema"));
            default -> new AnswerForm.Free();
        };
    }

    private static Optional<Long> whole(Json value) {
        return value.isPresent() ? Optional.of(value.asLong()) : Optional.empty();
    }

    private static Optional<BigDecimal> number(Json value) {
        return value.isPresent() ? Optional.of(value.decimal()) : Optional.empty();
    }

    private static Optional<String> text(Json value) {
        return value.isPresent() ? Optional.of(value.text()) : Optional.empty();
    }

    @Override
    public Bytes whole(ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        return OpenAiAnswers.whole(reply, usage, made).bytes();
    }

    @Override
    public Events events(ChatRequest request, Instant made) {
        return new OpenAiChunks(request.usageAsked(), made);
    }
}
