package io.sallyport.dialect.ollama;

import io.sallyport.dialect.Given;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one streamed answer of Ollama, where every line is a piece of the message.
///
/// Source: Ollama documentation, API, generate a chat message, streaming.
/// Threads: one owner.
final class OllamaReplyEvents implements ProviderChat.Events {
    private boolean began;
    private int calls;

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        Json line = Json.parse(event.data());
        List<ReplyEvent> steps = new ArrayList<>();
        if (!began) {
            began = true;
            steps.add(new ReplyEvent.Began("", line.get("model").textOr("")));
        }
        List<TokenOdds> odds = Given.odds(line.get("logprobs"));
        if (!odds.isEmpty()) {
            steps.add(new ReplyEvent.Odds(odds));
        }
        Json message = line.get("message");
        String thought = message.get("thinking").textOr("");
        if (!thought.isEmpty()) {
            steps.add(new ReplyEvent.Thought(thought));
        }
        String text = message.get("content").textOr("");
        if (!text.isEmpty()) {
            steps.add(new ReplyEvent.Text(text));
        }
        for (Json call : Given.elements(message.get("tool_calls"))) {
            String id = OllamaReplies.id(call, line, calls);
            steps.add(new ReplyEvent.ToolBegan(
                    calls, id, call.path("function.name").text()));
            steps.add(new ReplyEvent.ToolArguments(
                    calls++, call.path("function.arguments").toString()));
        }
        if (line.get("done").boolOr(false)) {
            steps.add(new ReplyEvent.Ended(OllamaReplies.reason(line.get("done_reason")), Optional.empty()));
        }
        return steps;
    }
}
