package io.sallyport.dialect;

import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.Optional;

/// How chats look to clients of one wire form: reads what they ask, writes what they are answered.
///
/// Threads: implementations hold no state.
public interface ClientChat {
    /// What the client asks.
    ///
    /// Errors: JsonProblem with the path of what is not as the form wants it; BadRequest for what no other form
    /// can say.
    ChatRequest read(Json body, Losses losses);

    /// The body of a whole answer.
    ///
    /// @param request what it answers
    /// @param usage empty when nobody said
    Bytes whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made);

    /// Writes the events of one answer.
    Events events(ChatRequest request, Instant made);

    /// One answer on its way out, event by event.
    ///
    /// Threads: one owner.
    interface Events {
        /// Whole server-sent events for this step; empty when it shows in none.
        Bytes write(ReplyEvent event);

        /// What is left to say, down to the closing event.
        ///
        /// @param usage empty when nobody said
        Bytes end(Optional<TokenUsage> usage);
    }
}
