package io.sallyport.transport;

import io.sallyport.lang.Bytes;

/// One WebSocket frame besides the closing one.
///
/// @param isLast false when continuations of the same message follow
public record Frame(Kind kind, boolean isLast, Bytes bytes) {

    /// What a frame carries.
    public enum Kind {
        TEXT,
        BINARY,
        CONTINUATION,
        PING,
        PONG
    }
}
