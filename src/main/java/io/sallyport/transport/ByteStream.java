package io.sallyport.transport;

import io.sallyport.lang.Bytes;

/// Bytes that arrive piece by piece, for example an upstream's answer.
///
/// Threads: all methods are called on the event loop the stream belongs to; so is its listener.
public interface ByteStream {

    /// Starts delivery. Called once.
    void listen(Listener listener);

    /// Stops reading from the connection until [#resume()]; that is how back-pressure reaches the sender.
    void pause();

    void resume();

    /// Gives the rest up: the connection is reset, the listener hears nothing more.
    void cancel();

    /// Hears what a stream delivers: bytes any number of times, then exactly one end or failure.
    interface Listener {
        void onBytes(Bytes bytes);

        void onEnd();

        /// The stream was cut before its end.
        void onFailure(Throwable cause);
    }
}
