package io.sallyport.dialect;

/// How the events of a stream are set apart on the wire.
public enum Framing {
    SERVER_SENT_EVENTS("text/event-stream"),
    /// Binary messages with checksums, as AWS sends them.
    EVENT_STREAM("application/vnd.amazon.eventstream"),
    /// One JSON value per line.
    JSON_LINES("application/x-ndjson");

    private final String mediaType;

    Framing(String mediaType) {
        this.mediaType = mediaType;
    }

    /// Says whether an answer comes in events of this kind.
    ///
    /// @param contentType of the answer, in lower case
    public boolean isOf(String contentType) {
        return contentType.startsWith(mediaType);
    }

    /// A framer for one stream.
    public StreamFramer framer() {
        return switch (this) {
            case SERVER_SENT_EVENTS -> new SseFramer();
            case EVENT_STREAM -> new EventStreamFramer();
            case JSON_LINES -> new LineFramer();
        };
    }
}
