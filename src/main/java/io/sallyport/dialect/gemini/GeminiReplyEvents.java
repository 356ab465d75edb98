package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one streamed answer of Gemini's form: pieces of text, and whole calls of tools.
///
/// Source: Gemini API reference, `models.streamGenerateContent`.
/// Threads: one owner.
final class GeminiReplyEvents implements ProviderChat.Events {
    private final Losses losses;
    private String id = "";
    private boolean begun;
    private int calls;

    GeminiReplyEvents(Losses losses) {
        this.losses = losses;
    }

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        Json body = Json.parse(event.data());
        Json candidate = body.get("candidates").at(0);
        List<ReplyEvent> steps = new ArrayList<>(2);
        if (!begun) {
            begun = true;
            id = body.get("responseId").textOr("");
            steps.add(new ReplyEvent.Began(id, body.get("modelVersion").textOr("")));
        }
        GeminiReplies.noteSources(candidate, losses);
        List<TokenOdds> odds = GeminiOdds.read(candidate);
        if (!odds.isEmpty()) {
            steps.add(new ReplyEvent.Odds(odds));
        }
        GeminiReplies.parts(candidate).forEach(part -> part(part, steps));
        if (candidate.get("finishReason").isText() || GeminiReplies.isBlocked(body)) {
            steps.add(new ReplyEvent.Ended(GeminiReplies.reason(body, candidate), Optional.empty()));
        }
        return steps;
    }

    private void part(Json part, List<ReplyEvent> steps) {
        Json call = part.get("functionCall");
        if (call.isObject()) {
            int number = calls++;
            steps.add(new ReplyEvent.ToolBegan(
                    number,
                    GeminiReplies.callId(part, id, number),
                    call.get("name").text()));
            steps.add(new ReplyEvent.ToolArguments(number, GeminiReplies.arguments(call)));
        } else if (!part.get("text").textOr("").isEmpty()) {
            String piece = part.get("text").text();
            steps.add(GeminiReplies.isThought(part) ? new ReplyEvent.Thought(piece) : new ReplyEvent.Text(piece));
        } else {
            GeminiReplies.noteOther(part, losses);
        }
    }
}
