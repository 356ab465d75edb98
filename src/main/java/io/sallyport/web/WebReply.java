package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.HeaderName;

/// What an endpoint may answer: one head, then either all bytes at once or a stream.
///
/// Threads: every method may be called from any thread unless it says otherwise; the reply hops to its event loop.
public interface WebReply {

    WebReply status(int status);

    /// Sets a header; the last value wins.
    WebReply header(HeaderName name, String value);

    /// Sets a header; the last value wins.
    default WebReply header(String name, String value) {
        return header(HeaderName.of(name), value);
    }

    /// Sends head and body and ends the reply.
    void send(Bytes body);

    /// Sends head and, where the body length is unknown, chunks as they are written. Call on the event loop.
    ByteSink stream();

    /// True once the head is on its way: from then on a status can no longer be changed.
    boolean isStarted();

    /// Called at most once, on the event loop, when the client left before the reply ended.
    void onGone(Runnable action);

    /// The event loop this call belongs to.
    EventLoop loop();

    /// Runs an action on the event loop this call belongs to; at once when already there.
    void onLoop(Runnable action);
}
