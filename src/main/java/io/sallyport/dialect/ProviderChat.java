package io.sallyport.dialect;

import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.Operation;
import io.sallyport.inference.ReplyEvent;
import io.sallyport.json.Json;
import java.util.List;

/// How chats look to vendors of one wire form: writes what is asked, reads what is answered.
///
/// Threads: implementations hold no state.
public interface ProviderChat {
    /// What such a call is called in this form.
    Operation operation();

    /// Where a request is sent, for example `/v1/messages`.
    String path(ChatRequest request);

    /// What stands behind the question mark of its address, raw; empty for nothing.
    default String query(ChatRequest request) {
        return "";
    }

    /// How its streams are cut into events.
    default Framing framing() {
        return Framing.SERVER_SENT_EVENTS;
    }

    /// The body of a request.
    ///
    /// @param usualCap most tokens of an answer for which nobody named a cap, for forms that need one
    Json write(ChatRequest request, long usualCap, Losses losses);

    /// A whole answer.
    ///
    /// Errors: JsonProblem when it is none.
    ChatReply whole(Json body, Losses losses);

    /// Reads the events of one answer.
    ///
    /// @param losses takes what the answer says and no client hears
    Events events(Losses losses);

    /// One answer on its way in, event by event.
    ///
    /// Threads: one owner.
    interface Events {
        /// The steps of this event; none when it says nothing to others.
        ///
        /// Errors: JsonProblem when it is not what the form wants.
        List<ReplyEvent> read(SseEvent event);
    }
}
