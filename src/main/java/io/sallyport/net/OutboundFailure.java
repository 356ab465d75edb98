package io.sallyport.net;

/// Why an upstream gave no usable answer.
public final class OutboundFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The kind of failure.
    public enum Kind {
        /// The name has no address.
        DNS,
        /// The name leads to an address that this client may not connect to.
        DESTINATION,
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
        /// The head or the body is over the limit.
        TOO_LARGE
    }

    private final Kind kind;
    private final boolean stale;

    public OutboundFailure(Kind kind, String message) {
        this(kind, message, false);
    }

    private OutboundFailure(Kind kind, String message, boolean stale) {
        super(message, null, false, false);
        this.kind = kind;
        this.stale = stale;
    }

    /// A reused connection that the upstream had closed before one byte of an answer came.
    static OutboundFailure stale() {
        return new OutboundFailure(Kind.CLOSED, "the kept connection was closed before an answer", true);
    }

    public Kind kind() {
        return kind;
    }

    /// True when a kept connection turned out to be closed: the same request may be sent once more.
    public boolean isStale() {
        return stale;
    }
}
