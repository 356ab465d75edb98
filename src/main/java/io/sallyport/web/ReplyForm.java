package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.FrameSocket;

/// How one reply goes out: as the bytes of HTTP/1.1, or as the frames of HTTP/2.
///
/// Threads: one event loop.
interface ReplyForm {

    /// Sends head and body and ends the reply.
    void sendWhole(Bytes body);

    /// Sends the head with the first bytes that follow.
    ByteSink startStream();

    /// Answers 101; from then on the connection speaks WebSocket.
    FrameSocket upgrade();

    /// True when nothing written would reach the client.
    boolean isGone();

    /// Breaks the reply, so that the client cannot take what it got for a whole one.
    void abort();
}
