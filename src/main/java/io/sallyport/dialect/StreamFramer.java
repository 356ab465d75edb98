package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.util.function.Consumer;

/// Cuts a byte stream into whole events; what is not whole yet stays here.
///
/// Errors: IllegalStateException when an event is larger than 1 MiB, or is none.
/// Threads: one framer per stream.
public interface StreamFramer {
    /// Largest event, in bytes.
    int LARGEST_EVENT = 1 << 20;

    /// Takes the next piece and hands on every event that is now whole.
    void take(Bytes piece, Consumer<SseEvent> events);

    /// True when an event has begun and not ended.
    boolean isInsideEvent();
}
