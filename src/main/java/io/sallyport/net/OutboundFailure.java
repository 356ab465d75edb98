package io.sallyport.net;

/// Why an upstream gave no usable answer.
public final class OutboundFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The kind of failure.
    public enum Kind {
        /// The name has no address.
        DNS,
        /// Nobody accepts the connection.
        CONNECT,
        /// The certificate or the handshake is wrong.
        TLS,
        /// Too slow: connecting, the first byte, or between two pieces of the body.
        TIMEOUT,
        /// The connection was closed before the answer was whole.
        CLOSED,
        /// What came is not a valid HTTP answer.
        BAD_RESPONSE,
        /// The body is over the limit.
        TOO_LARGE
    }

    private final Kind kind;

    public OutboundFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
