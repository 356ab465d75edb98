package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one streamed answer of ConverseStream.
///
/// Source: Amazon Bedrock API reference, ConverseStream, response.
/// Threads: one owner.
final class ConverseReplyEvents implements ProviderChat.Events {
    /// Calls of this answer by the index of their block.
    private final Map<Long, Integer> calls = new HashMap<>();

    /// Blocks of calls whose arguments have not begun.
    private final Map<Long, Integer> silent = new HashMap<>();

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        return switch (event.name()) {
            case "messageStart" -> List.of(new ReplyEvent.Began("", ""));
            case "contentBlockStart" -> started(Json.parse(event.data()));
            case "contentBlockDelta" -> delta(Json.parse(event.data()));
            case "contentBlockStop" -> stopped(Json.parse(event.data()));
            case "messageStop" ->
                List.of(new ReplyEvent.Ended(
                        ConverseReplies.reason(Json.parse(event.data()).get("stopReason")), Optional.empty()));
            default -> List.of();
        };
    }

    private List<ReplyEvent> started(Json event) {
        Json use = event.path("start.toolUse");
        if (!use.isObject()) {
            return List.of();
        }
        int call = calls.size();
        long block = event.get("contentBlockIndex").asLong();
        calls.put(block, call);
        silent.put(block, call);
        return List.of(new ReplyEvent.ToolBegan(
                call, use.get("toolUseId").text(), use.get("name").text()));
    }

    private List<ReplyEvent> delta(Json event) {
        Json delta = event.get("delta");
        Json thought = delta.get("reasoningContent");
        if (delta.get("text").isPresent()) {
            return List.of(new ReplyEvent.Text(delta.get("text").text()));
        }
        if (thought.get("text").isPresent()) {
            return List.of(new ReplyEvent.Thought(thought.get("text").text()));
        }
        if (thought.get("signature").isPresent()) {
            return List.of(new ReplyEvent.Signed(thought.get("signature").text()));
        }
        long block = event.get("contentBlockIndex").asLong();
        String piece = delta.path("toolUse.input").textOr("");
        Integer call = calls.get(block);
        if (piece.isEmpty() || call == null) {
            return List.of();
        }
        silent.remove(block);
        return List.of(new ReplyEvent.ToolArguments(call, piece));
    }

    /// A tool without arguments sends none; to others they are an empty object.
    private List<ReplyEvent> stopped(Json event) {
        Integer call = silent.remove(event.get("contentBlockIndex").asLong());
        return call == null ? List.of() : List.of(new ReplyEvent.ToolArguments(call, "{}"));
    }
}
