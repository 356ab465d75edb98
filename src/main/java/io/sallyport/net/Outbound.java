package io.sallyport.net;

import java.util.concurrent.CompletableFuture;

/// Sends HTTP requests to upstreams over pooled connections that live on the caller's event loop.
public interface Outbound {

    /// Completes with the answer's head, or fails with an [OutboundFailure].
    ///
    /// Cancelling the future before the head arrived resets the request.
    CompletableFuture<OutboundResponse> send(OutboundRequest request);
}
