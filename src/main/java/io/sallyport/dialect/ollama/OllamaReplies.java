package io.sallyport.dialect.ollama;

import io.sallyport.dialect.Given;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.Part;
import io.sallyport.inference.StopReason;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads whole answers of Ollama.
///
/// Source: Ollama documentation, API, generate a chat message.
final class OllamaReplies {
    private OllamaReplies() {}

    static ChatReply whole(Json body) {
        Json message = body.get("message");
        List<Part> parts = new ArrayList<>();
        String thought = message.get("thinking").textOr("");
        if (!thought.isEmpty()) {
            parts.add(new Part.Thought(thought, ""));
        }
        String text = message.get("content").textOr("");
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        int calls = 0;
        for (Json call : Given.elements(message.get("tool_calls"))) {
            parts.add(new Part.ToolUse(
                    id(call, body, calls++),
                    call.path("function.name").text(),
                    call.path("function.arguments").toString()));
        }
        return new ChatReply(
                "",
                body.get("model").textOr(""),
                parts,
                reason(body.get("done_reason")),
                Optional.empty(),
                Given.odds(body.get("logprobs")),
                List.of());
    }

    /// Most versions name no calls; clients need names that do not meet in one conversation.
    static String id(Json call, Json body, int number) {
        String own = call.get("id").textOr("");
        String moment =
                HexFormat.of().toHexDigits(body.get("created_at").textOr("").hashCode());
        return own.isEmpty() ? "call_" + moment + "_" + number : own;
    }

    static StopReason reason(Json said) {
        return said.textOr("").equals("length") ? StopReason.LENGTH : StopReason.DONE;
    }
}
