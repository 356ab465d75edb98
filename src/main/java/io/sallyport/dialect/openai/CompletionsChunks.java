package io.sallyport.dialect.openai;

import io.sallyport.dialect.ClientChat;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenOdds;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes one streamed legacy completion, which has words only.
///
/// Source: OpenAI API reference, completion object.
/// Threads: one owner.
final class CompletionsChunks implements ClientChat.Events {
    private final boolean usageAsked;
    private final Instant made;
    private String id = "";
    private String model = "";
    private final List<TokenOdds> odds = new ArrayList<>();
    private int written;
    private StopReason reason = StopReason.DONE;

    CompletionsChunks(boolean usageAsked, Instant made) {
        this.usageAsked = usageAsked;
        this.made = made;
    }

    @Override
    public Bytes write(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Began began -> {
                id = began.id();
                model = began.model();
            }
            case ReplyEvent.Odds next -> odds.addAll(next.odds());
            case ReplyEvent.Text text -> {
                return Bytes.of(chunk(text.piece(), Json.NULL));
            }
            case ReplyEvent.Ended ended -> reason = ended.reason();
            default -> {
                // A completion knows neither thoughts nor tools.
            }
        }
        return Bytes.EMPTY;
    }

    @Override
    public Bytes end(Optional<TokenUsage> usage) {
        String last = chunk("", Json.of(OpenAiAnswers.finish(reason.after(0))));
        if (usageAsked && usage.isPresent()) {
            last += line(CompletionsChat.answer(id, model, made)
                    .put("choices", Json.array())
                    .put("usage", OpenAiAnswers.usage(usage.get())));
        }
        return Bytes.of(last + "data: [DONE]\n\n");
    }

    private String chunk(String text, Json finish) {
        Json likely = FormerLogProbs.written(odds, written);
        odds.clear();
        written += text.length();
        return line(CompletionsChat.answer(id, model, made)
                .put("choices", Json.array().add(CompletionsChat.choice(0, text, likely, finish))));
    }

    private static String line(JsonObject chunk) {
        return "data: " + chunk.toJson() + "\n\n";
    }
}
