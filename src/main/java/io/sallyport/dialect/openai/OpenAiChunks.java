package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.inference.Part;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenOdds;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes one streamed chat completion.
///
/// By hand instead of through a tree, because there are many chunks and each is small.
/// Source: OpenAI API reference, chat completion chunk object.
/// Threads: one owner.
final class OpenAiChunks implements ClientChat.Events {
    private final boolean usageAsked;
    private final long created;
    private String head = "";
    private final StringBuilder thoughts = new StringBuilder();
    private List<TokenOdds> odds = List.of();
    private int calls;
    private StopReason reason = StopReason.DONE;

    OpenAiChunks(boolean usageAsked, Instant made) {
        this.usageAsked = usageAsked;
        this.created = made.getEpochSecond();
    }

    @Override
    public Bytes write(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Began began -> {
                head = head(began.id(), began.model());
                yield chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
            }
            case ReplyEvent.Text text -> chunk(member("content", text.piece()) + "}", "null");
            case ReplyEvent.Odds next -> {
                odds = joined(next.odds());
                yield Bytes.EMPTY;
            }
            case ReplyEvent.Thought thought -> {
                thoughts.append(thought.piece());
                yield chunk(member("reasoning_content", thought.piece()) + "}", "null");
            }
            case ReplyEvent.ToolBegan began -> {
                calls++;
                yield call(
                        began.call(),
                        ",\"id\":" + quoted(began.id()) + ",\"type\":\"function\",\"function\":"
                                + member("name", began.name()) + ",\"arguments\":\"\"}");
            }
            case ReplyEvent.ToolArguments more ->
                call(more.call(), ",\"function\":" + member("arguments", more.piece()) + "}");
            case ReplyEvent.Ended ended -> {
                reason = ended.reason();
                yield Bytes.EMPTY;
            }
            case ReplyEvent.Signed signed -> signed(signed.signature());
            case ReplyEvent.ToolSigned _ -> Bytes.EMPTY;
        };
    }

    @Override
    public Bytes end(Optional<TokenUsage> usage) {
        StringBuilder last = new StringBuilder(512);
        last.append(
                chunk("{}", quoted(OpenAiAnswers.finish(reason.after(calls)))).text());
        if (usageAsked && usage.isPresent()) {
            last.append("data: ").append(head).append(",\"choices\":[],\"usage\":");
            last.append(OpenAiAnswers.usage(usage.get())).append("}\n\n");
        }
        return Bytes.of(last.append("data: [DONE]\n\n").toString());
    }

    /// What was thought so far, once more and signed, so that it can be handed back in one piece.
    private Bytes signed(String signature) {
        Part.Thought thought = new Part.Thought(thoughts.toString(), signature);
        thoughts.setLength(0);
        return chunk(
                "{\"" + ReasoningDetails.NAME + "\":"
                        + ReasoningDetails.written(List.of(thought)).toJson() + "}",
                "null");
    }

    private String head(String id, String model) {
        return "{\"id\":" + quoted(id) + ",\"object\":\"chat.completion.chunk\",\"created\":" + created + ",\"model\":"
                + quoted(model);
    }

    private Bytes call(int index, String members) {
        return chunk("{\"tool_calls\":[{\"index\":" + index + members + "}]}", "null");
    }

    private Bytes chunk(String delta, String finish) {
        if (head.isEmpty()) {
            head = head("", "");
        }
        return Bytes.of("data: " + head + ",\"choices\":[{\"index\":0,\"delta\":" + delta + likely()
                + ",\"finish_reason\":" + finish + "}]" + (usageAsked ? ",\"usage\":null}" : "}") + "\n\n");
    }

    private List<TokenOdds> joined(List<TokenOdds> more) {
        return Stream.concat(odds.stream(), more.stream()).toList();
    }

    /// What was heard of the words of this chunk.
    private String likely() {
        if (odds.isEmpty()) {
            return "";
        }
        Json written = LogProbs.written(odds);
        odds = List.of();
        return ",\"logprobs\":" + written;
    }

    private static String member(String name, String text) {
        return "{\"" + name + "\":" + quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        Json.quote(text, quoted);
        return quoted.toString();
    }
}
