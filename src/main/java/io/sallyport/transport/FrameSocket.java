package io.sallyport.transport;

/// One side of an open WebSocket.
///
/// Threads: all methods are called on the event loop the socket belongs to; so is its listener.
public interface FrameSocket {

    /// Starts delivery. Called once.
    void listen(Listener listener);

    /// Queues a frame; never blocks. Whoever sends checks [#isFull()] and waits for the drain.
    void send(Frame frame);

    /// True when the peer reads slower than we send.
    boolean isFull();

    /// Called each time a full socket has room again.
    void onDrain(Runnable action);

    /// Stops reading until [#resume()].
    void pause();

    void resume();

    /// Says goodbye; the connection closes when the peer has answered, or after a few seconds.
    void close(CloseReason reason);

    /// Hears what a socket delivers: frames any number of times, then exactly one goodbye.
    interface Listener {
        void onFrame(Frame frame);

        /// The peer said goodbye, or the connection broke ([CloseReason#BROKEN]).
        void onClose(CloseReason reason);
    }
}
