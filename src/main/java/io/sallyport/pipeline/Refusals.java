package io.sallyport.pipeline;

import io.sallyport.dialect.ByteGather;
import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.Part;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.StopReason;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answers in the client's form that say no, for clients that would not understand an error (requirement GU10).
final class Refusals {
    private static final TokenUsage NOTHING = new TokenUsage(0, 0, 0, 0, 0, Source.ESTIMATED);

    private Refusals() {}

    /// Whether an operation has answers that can say it.
    static boolean canSay(RawRequest request) {
        return request.operation().isChat();
    }

    /// @param words what the model seems to say
    static StoredAnswer of(Call call, RawRequest request, String words, Instant now) {
        ClientChat chat = call.dialect().chat(request.operation());
        ChatRequest asked = chat.read(Json.parse(request.body()), new Losses());
        String id = "refused-" + call.entry().id();
        if (!request.facts().stream()) {
            ChatReply reply = new ChatReply(
                    id, asked.model(), List.of(new Part.Text(words)), StopReason.REFUSED, Optional.empty());
            return answer("application/json", chat.whole(asked, reply, Optional.of(NOTHING), now));
        }
        ClientChat.Events events = chat.events(asked, now);
        Bytes body = new ByteGather()
                .add(events.write(new ReplyEvent.Began(id, asked.model())))
                .add(events.write(new ReplyEvent.Text(words)))
                .add(events.write(new ReplyEvent.Ended(StopReason.REFUSED, Optional.empty())))
                .add(events.end(Optional.of(NOTHING)))
                .bytes();
        return answer("text/event-stream", body);
    }

    private static StoredAnswer answer(String type, Bytes body) {
        return new StoredAnswer(200, List.of(new Header("content-type", type)), body);
    }
}
