package io.sallyport.dialect.cohere;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one streamed answer of Cohere.
///
/// Source: Cohere API reference, chat v2 with streaming.
/// Threads: one owner.
final class CohereReplyEvents implements ProviderChat.Events {
    private final Losses losses;

    /// Calls of this answer by their index.
    private final Map<Long, Integer> calls = new HashMap<>();

    CohereReplyEvents(Losses losses) {
        this.losses = losses;
    }

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        Json data = Json.parse(event.data());
        Json message = data.path("delta.message");
        return switch (data.get("type").textOr("")) {
            case "message-start" -> List.of(new ReplyEvent.Began(data.get("id").textOr(""), ""));
            case "content-start", "content-delta" -> content(message.get("content"));
            case "tool-plan-delta" ->
                List.of(new ReplyEvent.Thought(message.get("tool_plan").textOr("")));
            case "tool-call-start" -> called(data.get("index").longOr(calls.size()), message.get("tool_calls"));
            case "tool-call-delta" -> arguments(data.get("index").longOr(0), message.get("tool_calls"));
            case "citation-start" -> {
                losses.dropped("answer.citations");
                yield List.of();
            }
            case "message-end" ->
                List.of(new ReplyEvent.Ended(CohereReplies.reason(data.path("delta.finish_reason")), Optional.empty()));
            default -> List.of();
        };
    }

    private static List<ReplyEvent> content(Json content) {
        List<ReplyEvent> steps = new ArrayList<>();
        String thought = content.get("thinking").textOr("");
        if (!thought.isEmpty()) {
            steps.add(new ReplyEvent.Thought(thought));
        }
        String text = content.get("text").textOr("");
        if (!text.isEmpty()) {
            steps.add(new ReplyEvent.Text(text));
        }
        return steps;
    }

    private List<ReplyEvent> called(long index, Json call) {
        int number = calls.size();
        calls.put(index, number);
        List<ReplyEvent> steps = new ArrayList<>();
        steps.add(new ReplyEvent.ToolBegan(
                number, call.get("id").text(), call.path("function.name").text()));
        steps.addAll(arguments(index, call));
        return steps;
    }

    private List<ReplyEvent> arguments(long index, Json call) {
        String piece = call.path("function.arguments").textOr("");
        Integer number = calls.get(index);
        return piece.isEmpty() || number == null ? List.of() : List.of(new ReplyEvent.ToolArguments(number, piece));
    }
}
