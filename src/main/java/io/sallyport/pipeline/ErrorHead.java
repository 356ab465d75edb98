package io.sallyport.pipeline;

import io.sallyport.web.WebReply;

/// The head of every error answer.
public final class ErrorHead {
    private ErrorHead() {}

    /// Sets status, type, caching and retry hints; the body is still to be sent.
    public static void write(WebReply reply, ErrorAnswer answer) {
        reply.status(answer.status())
                .header("content-type", "application/json")
                .header("cache-control", "no-store")
                .header("x-content-type-options", "nosniff")
                .header("x-should-retry", Boolean.toString(answer.shouldRetry()));
        if (!answer.retryAfter().isZero()) {
            reply.header(
                    "retry-after", Long.toString(Math.max(1, answer.retryAfter().toSeconds())));
        }
    }
}
