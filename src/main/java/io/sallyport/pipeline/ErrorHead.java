package io.sallyport.pipeline;

import io.sallyport.transport.HeaderName;
import io.sallyport.web.WebReply;

/// The head of every error answer.
public final class ErrorHead {
    private static final HeaderName CONTENT_TYPE = HeaderName.of("content-type");
    private static final HeaderName CACHE_CONTROL = HeaderName.of("cache-control");
    private static final HeaderName TYPE_OPTIONS = HeaderName.of("x-content-type-options");
    private static final HeaderName SHOULD_RETRY = HeaderName.of("x-should-retry");
    private static final HeaderName RETRY_AFTER = HeaderName.of("retry-after");

    private ErrorHead() {}

    /// Sets status, type, caching and retry hints; the body is still to be sent.
    public static void write(WebReply reply, ErrorAnswer answer) {
        reply.status(answer.status())
                .header(CONTENT_TYPE, "application/json")
                .header(CACHE_CONTROL, "no-store")
                .header(TYPE_OPTIONS, "nosniff")
                .header(SHOULD_RETRY, Boolean.toString(answer.shouldRetry()));
        if (!answer.retryAfter().isZero()) {
            reply.header(
                    RETRY_AFTER, Long.toString(Math.max(1, answer.retryAfter().toSeconds())));
        }
    }
}
