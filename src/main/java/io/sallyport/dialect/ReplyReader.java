package io.sallyport.dialect;

import io.sallyport.inference.TokenUsage;
import io.sallyport.lang.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Watches one upstream answer go by: finds usage, the true end and errors, and says what the client may see.
///
/// Threads: one reader per answer, never shared.
public interface ReplyReader {

    /// Whether the client may see the model's reasoning.
    enum Thoughts {
        SHOWN,
        HIDDEN
    }

    /// What to do with an event.
    enum Verdict {
        FORWARD,
        /// The client did not ask for it (an extra usage event).
        DROP,
        /// Forward; nothing comes after it.
        LAST,
        /// The upstream reports a failure; the stream is over.
        FAILED
    }

    Verdict event(SseEvent event);

    /// A whole JSON body.
    void whole(Bytes body);

    /// What the client is shown instead of this body or event data; empty when it may see it as it is.
    Optional<Bytes> rewritten(Bytes data);

    /// What the client is shown of the event that was just heard; may be empty.
    default Bytes shown(SseEvent event) {
        return rewritten(event.data()).map(event::withData).orElse(event.raw());
    }

    /// Tokens the upstream reported so far.
    Optional<TokenUsage> usage();

    /// True when the upstream reported token counts that cannot be true.
    boolean usageIsAbsurd();

    /// True when the answer said that it is finished, so that only the closing marker may be missing.
    boolean isFinished();

    /// The closing event to add when the answer is finished and the upstream forgot it; empty when the dialect
    /// has none.
    Bytes closing();

    /// Characters of generated text that went by, for an estimate.
    long producedCharacters();

    /// What a translation of this answer and of what it answers could not carry over so far.
    default List<Loss> losses() {
        return List.of();
    }

    /// The upstream's own words after [Verdict#FAILED] or in a whole error body.
    Optional<UpstreamError> failure();

    /// An upstream's error in its own words, not yet safe to show.
    ///
    /// @param pause how long it asks to be left alone; empty where it does not say so in the body
    record UpstreamError(String message, String type, String code, Optional<Duration> pause) {
        public UpstreamError(String message, String type, String code) {
            this(message, type, code, Optional.empty());
        }
    }
}
