package io.sallyport.transport;

import io.sallyport.lang.Bytes;

/// Where bytes go piece by piece, for example a client's connection.
///
/// Threads: all methods are called on the event loop the sink belongs to; so are its callbacks.
public interface ByteSink {

    /// Queues bytes; never blocks. Whoever writes checks [#isFull()] and waits for the drain.
    void write(Bytes bytes);

    /// True when the peer reads slower than we write.
    boolean isFull();

    /// Called each time a full sink has room again.
    void onDrain(Runnable action);

    /// Called at most once, when the peer left before the end.
    void onGone(Runnable action);

    /// Ends the body cleanly.
    void end();

    /// Breaks the connection, so that the peer cannot take what it got for a whole answer.
    void abort();
}
