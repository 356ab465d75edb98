package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.ClientChat;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Writes one streamed message: `message_start`, blocks one after the other, `message_delta`, `message_stop`.
///
/// How many tokens were read is known only at the end, so `message_start` says zero and `message_delta` the
/// truth. Source: Anthropic API reference, streaming messages.
/// Threads: one owner.
final class AnthropicAnswerEvents implements ClientChat.Events {
    private final BlockQueue blocks = new BlockQueue();
    private boolean begun;
    private StopReason reason = StopReason.DONE;
    private Optional<String> stopText = Optional.empty();

    @Override
    public Bytes write(ReplyEvent event) {
        if (event instanceof ReplyEvent.Began began) {
            return start(began.id(), began.model());
        }
        String opening = begun ? "" : start("", "").text();
        switch (event) {
            case ReplyEvent.Text text -> blocks.text(text.piece());
            case ReplyEvent.Thought thought -> blocks.thought(thought.piece());
            case ReplyEvent.Signed signed -> blocks.signed(signed.signature());
            case ReplyEvent.ToolBegan tool -> blocks.tool(tool);
            case ReplyEvent.ToolArguments more -> blocks.arguments(more);
            case ReplyEvent.Odds _, ReplyEvent.ToolSigned _ -> {
                // Thoughts stand in blocks of their own there.
            }
            case ReplyEvent.Ended ended -> {
                reason = ended.reason();
                stopText = ended.stopText();
            }
            case ReplyEvent.Began _ -> throw new IllegalStateException("handled above");
        }
        return Bytes.of(opening + blocks.ready());
    }

    private Bytes start(String id, String model) {
        begun = true;
        Json message = AnthropicAnswers.message(id, model, Json.array().toJson())
                .put("stop_reason", Json.NULL)
                .put("stop_sequence", Json.NULL)
                .put("usage", AnthropicAnswers.usage(Optional.empty()))
                .toJson();
        return Bytes.of("event: message_start\ndata: {\"type\":\"message_start\",\"message\":" + message
                + "}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    @Override
    public Bytes end(Optional<TokenUsage> usage) {
        String opening = begun ? "" : start("", "").text();
        Json delta = Json.object()
                .put("stop_reason", AnthropicAnswers.stopReason(reason.after(blocks.calls())))
                .put("stop_sequence", stopText.map(Json::of).orElse(Json.NULL))
                .toJson();
        return Bytes.of(opening + blocks.rest() + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
                + delta + ",\"usage\":" + AnthropicAnswers.usage(usage)
                + "}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }
}
