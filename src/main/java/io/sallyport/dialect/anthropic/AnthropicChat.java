package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.CacheControl;
import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.Given;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Messages as clients ask for them.
///
/// Source: Anthropic API reference, create a message.
final class AnthropicChat implements ClientChat {
    private static final Set<String> READ = Set.of(
            "model",
            "messages",
            "system",
            "stream",
            "tools",
            "tool_choice",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "thinking",
            "output_config",
            "metadata");

    /// Tokens of thinking up to which it counts as little, and as middling.
    private static final long LITTLE_THOUGHT = 2_048;

    private static final long MIDDLING_THOUGHT = 8_192;

    @Override
    public ChatRequest read(Json body, Losses losses) {
        losses.unread(body, READ, "");
        losses.unread(body.get("metadata"), Set.of("user_id"), "metadata.");
        AnthropicMessages messages = new AnthropicMessages(losses);
        return new ChatRequest(
                body.get("model").textOr(""),
                body.get("stream").boolOr(false),
                true,
                messages.read(body.get("system"), body.get("messages")),
                tools(body.get("tools"), losses),
                choice(body.get("tool_choice")),
                options(body, losses));
    }

    private static List<Tool> tools(Json tools, Losses losses) {
        List<Tool> read = new ArrayList<>();
        for (Json tool : Given.elements(tools)) {
            String type = tool.get("type").textOr("custom");
            if (!type.equals("custom")) {
                losses.dropped("tools." + type);
                continue;
            }
            read.add(new Tool(
                    tool.get("name").text(),
                    tool.get("description").textOr(""),
                    tool.get("input_schema"),
                    tool.get("strict").boolOr(false),
                    CacheControl.read(tool)));
        }
        return read;
    }

    private static ToolChoice choice(Json choice) {
        if (!choice.isPresent()) {
            return ToolChoice.UNSAID;
        }
        boolean oneAtATime = choice.get("disable_parallel_tool_use").boolOr(false);
        Json type = choice.get("type");
        return switch (type.textOr("")) {
            case "auto" -> new ToolChoice(Rule.AUTO, Optional.empty(), oneAtATime);
            case "any" -> new ToolChoice(Rule.ANY, Optional.empty(), oneAtATime);
            case "none" -> new ToolChoice(Rule.NONE, Optional.empty(), oneAtATime);
            case "tool" ->
                new ToolChoice(Rule.NAMED, Optional.of(choice.get("name").text()), oneAtATime);
            default -> throw type.problem("must be auto, any, tool or none");
        };
    }

    private static ChatOptions options(Json body, Losses losses) {
        return new ChatOptions(
                Given.whole(body.get("max_tokens")),
                Given.number(body.get("temperature")),
                Given.number(body.get("top_p")),
                Given.whole(body.get("top_k")),
                Given.texts(body.get("stop_sequences")),
                effort(body, losses),
                answer(body.get("output_config").get("format")),
                Given.text(body.get("metadata").get("user_id")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                ChatOptions.Rest.NONE);
    }

    /// Said in so many words, or by how many tokens may be thought.
    private static Optional<Effort> effort(Json body, Losses losses) {
        Optional<Effort> said = Given.effort(body.path("output_config.effort"), "output_config.effort", losses);
        if (said.isPresent()) {
            return said;
        }
        Json thinking = body.get("thinking");
        return switch (thinking.get("type").textOr("")) {
            case "enabled" -> {
                losses.emulated("thinking");
                yield Optional.of(effort(thinking.get("budget_tokens").longOr(MIDDLING_THOUGHT)));
            }
            case "adaptive" -> {
                losses.changed("thinking");
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Effort effort(long budget) {
        return budget <= LITTLE_THOUGHT ? Effort.LOW : budget <= MIDDLING_THOUGHT ? Effort.MEDIUM : Effort.HIGH;
    }

    /// Schemas are always kept to there.
    private static AnswerForm answer(Json format) {
        return format.get("type").textOr("").equals("json_schema")
                ? new AnswerForm.Schema("", format.get("schema"), true)
                : new AnswerForm.Free();
    }

    @Override
    public Bytes whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        return AnthropicAnswers.whole(reply, usage).bytes();
    }

    @Override
    public Events events(ChatRequest request, Instant made) {
        return new AnthropicAnswerEvents();
    }
}
