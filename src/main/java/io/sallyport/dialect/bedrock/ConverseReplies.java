package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads whole answers of Converse.
///
/// Source: Amazon Bedrock API reference, Converse, response.
final class ConverseReplies {
    private ConverseReplies() {}

    static ChatReply whole(Json body, Losses losses) {
        List<Part> parts = new ArrayList<>();
        for (Json block : body.path("output.message.content").elements()) {
            if (block.get("text").isPresent()) {
                parts.add(new Part.Text(block.get("text").text()));
            } else if (block.get("toolUse").isObject()) {
                Json use = block.get("toolUse");
                parts.add(new Part.ToolUse(
                        use.get("toolUseId").text(),
                        use.get("name").text(),
                        use.get("input").toString()));
            } else if (block.path("reasoningContent.reasoningText").isObject()) {
                Json thought = block.path("reasoningContent.reasoningText");
                parts.add(new Part.Thought(
                        thought.get("text").textOr(""), thought.get("signature").textOr("")));
            } else {
                losses.dropped("answer.block");
            }
        }
        return new ChatReply("", "", parts, reason(body.get("stopReason")), Optional.empty());
    }

    static StopReason reason(Json said) {
        return switch (said.textOr("")) {
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "stop_sequence" -> StopReason.STOP_TEXT;
            case "tool_use" -> StopReason.TOOLS;
            case "guardrail_intervened", "content_filtered" -> StopReason.REFUSED;
            default -> StopReason.DONE;
        };
    }
}
