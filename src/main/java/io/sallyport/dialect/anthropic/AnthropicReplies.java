package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads whole messages of Anthropic's form.
///
/// Source: Anthropic API reference, the message object.
final class AnthropicReplies {
    private AnthropicReplies() {}

    static ChatReply whole(Json body, Losses losses) {
        List<Part> parts = new ArrayList<>();
        for (Json block : body.get("content").elements()) {
            if (block.get("citations").size() > 0) {
                losses.dropped("answer.citations");
            }
            switch (block.get("type").textOr("")) {
                case "text" -> parts.add(new Part.Text(block.get("text").text()));
                case "thinking" ->
                    parts.add(new Part.Thought(
                            block.get("thinking").textOr(""),
                            block.get("signature").textOr("")));
                case "tool_use" ->
                    parts.add(new Part.ToolUse(
                            block.get("id").text(),
                            block.get("name").text(),
                            block.get("input").toString()));
                default -> losses.dropped("answer." + block.get("type").textOr("block"));
            }
        }
        return new ChatReply(
                body.get("id").textOr(""),
                body.get("model").textOr(""),
                parts,
                reason(body.get("stop_reason")),
                stopText(body.get("stop_sequence")));
    }

    static Optional<String> stopText(Json text) {
        return text.isPresent() ? Optional.of(text.text()) : Optional.empty();
    }

    static StopReason reason(Json said) {
        return switch (said.textOr("")) {
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "stop_sequence" -> StopReason.STOP_TEXT;
            case "tool_use" -> StopReason.TOOLS;
            case "refusal" -> StopReason.REFUSED;
            default -> StopReason.DONE;
        };
    }
}
