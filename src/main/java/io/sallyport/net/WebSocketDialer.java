package io.sallyport.net;

import io.sallyport.transport.FrameSocket;
import java.util.concurrent.CompletableFuture;

/// Opens WebSockets to upstreams on the caller's event loop.
@FunctionalInterface
public interface WebSocketDialer {

    /// Completes with the open socket, or fails with an [OutboundFailure], or with [WebSocketRefused] when the upstream
    /// answered with an ordinary HTTP status.
    ///
    /// @param request a GET without body to an http or https address; sub-protocols are ordinary headers
    CompletableFuture<FrameSocket> open(OutboundRequest request);
}
