package io.sallyport.dialect.openai;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one streamed chat completion.
///
/// Source: OpenAI API reference, chat completion chunk object.
/// Threads: one owner.
final class OpenAiReplyEvents implements ProviderChat.Events {
    private static final Bytes DONE = Bytes.of("[DONE]");

    /// The number of a call by what the server calls it: its index, or its id where a server sends no index.
    private final Map<String, Integer> calls = new HashMap<>();

    private final Losses losses;
    private boolean begun;
    private boolean refused;

    OpenAiReplyEvents(Losses losses) {
        this.losses = losses;
    }

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        if (event.data().equals(DONE)) {
            return List.of();
        }
        Json chunk = Json.parse(event.data());
        List<ReplyEvent> steps = new ArrayList<>(2);
        if (!begun) {
            begun = true;
            steps.add(new ReplyEvent.Began(
                    chunk.get("id").textOr(""), chunk.get("model").textOr("")));
        }
        Json choice = chunk.get("choices").at(0);
        List<TokenOdds> odds = LogProbs.read(choice);
        if (!odds.isEmpty()) {
            steps.add(new ReplyEvent.Odds(odds));
        }
        delta(choice.get("delta"), steps);
        if (choice.get("finish_reason").isText()) {
            StopReason said = OpenAiReplies.reason(choice.get("finish_reason").text());
            steps.add(new ReplyEvent.Ended(refused ? StopReason.REFUSED : said, Optional.empty()));
        }
        return steps;
    }

    private void delta(Json delta, List<ReplyEvent> steps) {
        String thought = OpenAiReplies.thought(delta);
        if (!thought.isEmpty()) {
            steps.add(new ReplyEvent.Thought(thought));
        }
        text(delta.get("content"), steps);
        OpenAiReplies.unheard(delta, losses);
        refused |= text(delta.get("refusal"), steps);
        Json tools = delta.get("tool_calls");
        for (Json call : tools.isPresent() ? tools.elements() : List.<Json>of()) {
            call(call, steps);
        }
    }

    private static boolean text(Json value, List<ReplyEvent> steps) {
        boolean says = value.isText() && !value.text().isEmpty();
        if (says) {
            steps.add(new ReplyEvent.Text(value.text()));
        }
        return says;
    }

    private void call(Json call, List<ReplyEvent> steps) {
        String id = call.get("id").textOr("");
        String key = call.get("index").isNumber() ? call.get("index").toString() : id;
        Integer known = calls.get(key);
        int number = known == null ? calls.size() : known;
        if (known == null) {
            calls.put(key, number);
            steps.add(new ReplyEvent.ToolBegan(
                    number, id, call.path("function.name").textOr("")));
        }
        String piece = call.path("function.arguments").textOr("");
        if (!piece.isEmpty()) {
            steps.add(new ReplyEvent.ToolArguments(number, piece));
        }
    }
}
