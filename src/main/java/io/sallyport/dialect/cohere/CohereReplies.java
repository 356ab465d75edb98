package io.sallyport.dialect.cohere;

import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads whole answers of Cohere.
///
/// Source: Cohere API reference, chat v2, response.
final class CohereReplies {
    private CohereReplies() {}

    static ChatReply whole(Json body, Losses losses) {
        Json message = body.get("message");
        List<Part> parts = new ArrayList<>();
        String plan = message.get("tool_plan").textOr("");
        if (!plan.isEmpty()) {
            parts.add(new Part.Thought(plan, ""));
        }
        for (Json piece : Given.elements(message.get("content"))) {
            switch (piece.get("type").textOr("")) {
                case "text" -> parts.add(new Part.Text(piece.get("text").text()));
                case "thinking" ->
                    parts.add(new Part.Thought(piece.get("thinking").text(), ""));
                default -> losses.dropped("answer.content");
            }
        }
        for (Json call : Given.elements(message.get("tool_calls"))) {
            parts.add(new Part.ToolUse(
                    call.get("id").text(),
                    call.path("function.name").text(),
                    call.path("function.arguments").textOr("{}")));
        }
        if (message.get("citations").size() > 0) {
            losses.dropped("answer.citations");
        }
        return new ChatReply(body.get("id").textOr(""), "", parts, reason(body.get("finish_reason")), Optional.empty());
    }

    static StopReason reason(Json said) {
        return switch (said.textOr("")) {
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "STOP_SEQUENCE" -> StopReason.STOP_TEXT;
            case "TOOL_CALL" -> StopReason.TOOLS;
            case "ERROR_TOXIC" -> StopReason.REFUSED;
            default -> StopReason.DONE;
        };
    }
}
