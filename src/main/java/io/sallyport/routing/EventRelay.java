package io.sallyport.routing;

import io.sallyport.dialect.Framing;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.SseEvent;
import io.sallyport.dialect.StreamFramer;
import io.sallyport.lang.Bytes;
import io.sallyport.transport.RelayStep;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Lets whole events of an upstream's stream through, watches them, and stops at the true end.
///
/// Whatever is cut in the middle of an event stays here, so the client only ever sees whole events.
/// Threads: one per stream, on its event loop.
public final class EventRelay implements RelayStep {
    private final ReplyReader reader;
    private final @Nullable StreamFramer framer;

    /// The events to forward from the current piece: one window as long as they lie side by side, else a copy.
    private Bytes window = Bytes.EMPTY;

    private @Nullable ByteArrayOutputStream gathered;
    private boolean last;
    private boolean begun;

    private EventRelay(ReplyReader reader, @Nullable StreamFramer framer) {
        this.reader = reader;
        this.framer = framer;
    }

    /// For events.
    static EventRelay events(ReplyReader reader, Framing framing) {
        return new EventRelay(reader, framing.framer());
    }

    /// For anything else, such as audio: bytes pass unseen.
    static EventRelay opaque(ReplyReader reader) {
        return new EventRelay(reader, null);
    }

    /// The upstream reported a failure inside its stream, or sent what is no event stream.
    public static final class StreamFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient UpstreamError error;

        StreamFailed(UpstreamError error) {
            super(error.code(), null, false, false);
            this.error = error;
        }

        public UpstreamError error() {
            return error;
        }
    }

    @Override
    public Bytes step(Bytes in) {
        if (framer == null) {
            return in;
        }
        window = Bytes.EMPTY;
        gathered = null;
        try {
            framer.take(in, this::event);
        } catch (IllegalStateException noEvents) {
            throw new StreamFailed(new UpstreamError("", "", "upstream_bad_response"));
        }
        return beforeFailure();
    }

    private void event(SseEvent event) {
        if (last) {
            return;
        }
        begun |= !event.data().isEmpty();
        Verdict verdict = reader.event(event);
        if (verdict == Verdict.FAILED) {
            throw new StreamFailed(reader.failure().orElse(new UpstreamError("", "", "")));
        }
        if (verdict == Verdict.DROP) {
            return;
        }
        last = verdict == Verdict.LAST;
        forward(reader.shown(event));
    }

    private void forward(Bytes raw) {
        if (gathered != null) {
            gathered.write(raw.array(), raw.from(), raw.length());
        } else if (raw.isEmpty()) {
            return;
        } else if (window.isEmpty()) {
            window = raw;
        } else if (window.isFollowedBy(raw)) {
            window = new Bytes(raw.array(), window.from(), raw.to());
        } else {
            gathered = new ByteArrayOutputStream(window.length() + raw.length());
            gathered.write(window.array(), window.from(), window.length());
            gathered.write(raw.array(), raw.from(), raw.length());
        }
    }

    /// True for event streams, which have an end of their own to check.
    public boolean isEvents() {
        return framer != null;
    }

    /// True when the stream's own closing event went by.
    public boolean isComplete() {
        return last || (framer == null);
    }

    /// True once an event went by that says something; comments and heartbeats say nothing.
    boolean hasBegun() {
        return begun;
    }

    /// Whole events that came in the same piece as a failure, before it.
    public Bytes beforeFailure() {
        return gathered == null ? window : Bytes.of(gathered.toByteArray());
    }

    public ReplyReader reader() {
        return reader;
    }
}
