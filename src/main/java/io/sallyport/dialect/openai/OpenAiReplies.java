package io.sallyport.dialect.openai;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads whole chat completions.
///
/// Source: OpenAI API reference, chat completion object; `reasoning_content` and `reasoning`
/// are what DeepSeek, vLLM and OpenRouter add to it.
final class OpenAiReplies {
    private OpenAiReplies() {}

    static ChatReply whole(Json body, Losses losses) {
        Json choices = body.get("choices");
        List<ChatReply> all = new ArrayList<>();
        all.add(choice(body, choices.at(0), losses));
        for (int i = 1; i < choices.size(); i++) {
            all.add(choice(body, choices.at(i), losses));
        }
        return ChatReply.of(all);
    }

    private static ChatReply choice(Json body, Json choice, Losses losses) {
        Json message = choice.get("message");
        if (!message.isObject()) {
            throw message.problem("must be an object");
        }
        List<Part> parts = new ArrayList<>();
        String thoughts = thought(message);
        if (!thoughts.isEmpty()) {
            parts.add(new Part.Thought(thoughts, ""));
        }
        String text = message.get("content").textOr("") + message.get("refusal").textOr("");
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        Json calls = message.get("tool_calls");
        for (Json call : calls.isPresent() ? calls.elements() : List.<Json>of()) {
            parts.add(use(call));
        }
        unheard(message, losses);
        boolean refused = !message.get("refusal").textOr("").isEmpty();
        return new ChatReply(
                body.get("id").textOr(""),
                body.get("model").textOr(""),
                parts,
                refused
                        ? StopReason.REFUSED
                        : reason(choice.get("finish_reason").textOr("stop")),
                Optional.empty(),
                LogProbs.read(choice),
                List.of());
    }

    private static Part use(Json call) {
        String arguments = call.path("function.arguments").textOr("");
        return new Part.ToolUse(
                call.get("id").textOr(""), call.path("function.name").text(), arguments.isBlank() ? "{}" : arguments);
    }

    /// Notes what a message or a delta says besides words, thoughts and calls.
    static void unheard(Json message, Losses losses) {
        if (message.get("annotations").size() > 0) {
            losses.dropped("answer.annotations");
        }
        if (message.get("audio").isPresent()) {
            losses.dropped("answer.audio");
        }
    }

    /// The model's reasoning in a message or a delta, under either name; empty without any.
    static String thought(Json message) {
        Json first = message.get("reasoning_content");
        Json either = first.isText() ? first : message.get("reasoning");
        return either.isText() ? either.text() : "";
    }

    static StopReason reason(String finish) {
        return switch (finish) {
            case "length" -> StopReason.LENGTH;
            case "tool_calls", "function_call" -> StopReason.TOOLS;
            case "content_filter" -> StopReason.REFUSED;
            default -> StopReason.DONE;
        };
    }
}
