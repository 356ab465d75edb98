package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.json.Json;
import java.util.List;

/// Reads one streamed message of Anthropic's form, whose blocks come one after the other.
///
/// Source: Anthropic API reference, streaming messages.
/// Threads: one owner.
final class AnthropicReplyEvents implements ProviderChat.Events {
    private final Losses losses;
    private int calls;
    private boolean insideCall;
    private boolean awaitsArguments;

    AnthropicReplyEvents(Losses losses) {
        this.losses = losses;
    }

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        return switch (event.name()) {
            case "message_start" -> {
                Json message = Json.parse(event.data()).get("message");
                yield List.of(new ReplyEvent.Began(
                        message.get("id").textOr(""), message.get("model").textOr("")));
            }
            case "content_block_start" -> started(Json.parse(event.data()).get("content_block"));
            case "content_block_delta" -> delta(Json.parse(event.data()).get("delta"));
            case "content_block_stop" -> stopped();
            case "message_delta" -> {
                Json delta = Json.parse(event.data()).get("delta");
                yield List.of(new ReplyEvent.Ended(
                        AnthropicReplies.reason(delta.get("stop_reason")),
                        AnthropicReplies.stopText(delta.get("stop_sequence"))));
            }
            default -> List.of();
        };
    }

    private List<ReplyEvent> started(Json block) {
        String type = block.get("type").textOr("");
        insideCall = type.equals("tool_use");
        return switch (type) {
            case "text" -> text(block.get("text").textOr(""));
            case "tool_use" -> {
                awaitsArguments = true;
                yield List.of(new ReplyEvent.ToolBegan(
                        calls++, block.get("id").text(), block.get("name").text()));
            }
            case "thinking" -> List.of();
            default -> lost(type);
        };
    }

    private List<ReplyEvent> delta(Json delta) {
        return switch (delta.get("type").textOr("")) {
            case "text_delta" -> text(delta.get("text").textOr(""));
            case "thinking_delta" ->
                List.of(new ReplyEvent.Thought(delta.get("thinking").textOr("")));
            case "signature_delta" ->
                List.of(new ReplyEvent.Signed(delta.get("signature").textOr("")));
            case "input_json_delta" -> arguments(delta.get("partial_json").textOr(""));
            case "citations_delta" -> lost("citations");
            default -> List.of();
        };
    }

    private List<ReplyEvent> lost(String what) {
        losses.dropped("answer." + what);
        return List.of();
    }

    private static List<ReplyEvent> text(String text) {
        return text.isEmpty() ? List.of() : List.of(new ReplyEvent.Text(text));
    }

    private List<ReplyEvent> arguments(String piece) {
        // Blocks of the vendor's own tools have arguments too, but nobody was told of them.
        if (piece.isEmpty() || !insideCall) {
            return List.of();
        }
        awaitsArguments = false;
        return List.of(new ReplyEvent.ToolArguments(calls - 1, piece));
    }

    /// A tool without arguments sends none; to others they are an empty object.
    private List<ReplyEvent> stopped() {
        if (!awaitsArguments) {
            return List.of();
        }
        awaitsArguments = false;
        return List.of(new ReplyEvent.ToolArguments(calls - 1, "{}"));
    }
}
