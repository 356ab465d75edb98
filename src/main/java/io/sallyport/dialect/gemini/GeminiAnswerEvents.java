package io.sallyport.dialect.gemini;

import io.sallyport.dialect.ClientChat;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenOdds;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes one streamed answer: a piece of text in each event, and every call of a tool as a whole in the last
/// one.
///
/// Source: Gemini API reference, `models.streamGenerateContent`.
/// Threads: one owner.
final class GeminiAnswerEvents implements ClientChat.Events {
    private final Map<Integer, Call> calls = new TreeMap<>();
    private final List<TokenOdds> odds = new ArrayList<>();
    private String id = "";
    private String model = "";
    private StopReason reason = StopReason.DONE;

    /// A call whose arguments still come.
    private record Call(String id, String name, StringBuilder arguments) {}

    @Override
    public Bytes write(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Began began -> {
                id = began.id();
                model = began.model();
                yield Bytes.EMPTY;
            }
            case ReplyEvent.Odds next -> {
                odds.addAll(next.odds());
                yield Bytes.EMPTY;
            }
            case ReplyEvent.Text text -> piece(Json.object().put("text", text.piece()));
            case ReplyEvent.Thought thought -> piece(GeminiAnswers.thought(thought.piece()));
            case ReplyEvent.ToolBegan began -> {
                calls.put(began.call(), new Call(began.id(), began.name(), new StringBuilder()));
                yield Bytes.EMPTY;
            }
            case ReplyEvent.ToolArguments more -> {
                Call call = calls.get(more.call());
                if (call != null) {
                    call.arguments().append(more.piece());
                }
                yield Bytes.EMPTY;
            }
            case ReplyEvent.Ended ended -> {
                reason = ended.reason();
                yield Bytes.EMPTY;
            }
            case ReplyEvent.Signed _, ReplyEvent.ToolSigned _ -> Bytes.EMPTY;
        };
    }

    private Bytes piece(JsonObject part) {
        return event(Json.array().add(part), Optional.empty(), Optional.empty());
    }

    @Override
    public Bytes end(Optional<TokenUsage> usage) {
        JsonArray parts = Json.array();
        for (Call call : calls.values()) {
            parts.add(
                    GeminiAnswers.call(call.id(), call.name(), call.arguments().toString()));
        }
        if (calls.isEmpty()) {
            parts.add(Json.object().put("text", ""));
        }
        return event(parts, Optional.of(reason), usage);
    }

    private Bytes event(JsonArray parts, Optional<StopReason> why, Optional<TokenUsage> usage) {
        JsonArray only =
                Json.array().add(GeminiAnswers.candidate(parts, why, odds).put("index", 0));
        odds.clear();
        return Bytes.of("data: " + GeminiAnswers.answer(id, model, only, usage) + "\n\n");
    }
}
