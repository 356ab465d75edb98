package io.sallyport.web;

import io.sallyport.transport.EventLoop;

/// The connection or the stream that a request came in on.
///
/// Threads: one event loop.
interface RequestSource {
    EventLoop loop();

    /// The address of whoever sent a request.
    String client(InboundRequest request);

    /// The room that large bodies share.
    LargeBodies largeBodies();

    /// Somebody wants the body of a request.
    void bodyAsked(InboundRequest request);
}
