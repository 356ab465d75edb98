package io.sallyport.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop to one origin. The last used is taken first, so that surplus ones grow old.
///
/// Threads: one event loop.
final class ConnectionPool {

    /// Free connections, the last used at the end.
    private final ArrayDeque<UpstreamConnection> free = new ArrayDeque<>();

    private final String authority;
    private int size;
    private boolean closed;

    ConnectionPool(Origin origin) {
        this.authority = origin.authority();
    }

    /// The value of the host header of every request.
    String authority() {
        return authority;
    }

    /// Connections that are open or being opened.
    int size() {
        return size;
    }

    @Nullable
    UpstreamConnection take() {
        return free.pollLast();
    }

    void opening() {
        size++;
    }

    void give(UpstreamConnection connection) {
        if (closed) {
            connection.close();
        } else {
            free.addLast(connection);
        }
    }

    /// Opening a connection failed.
    void failed() {
        size--;
    }

    /// A connection is gone; it may have been free.
    void closed(UpstreamConnection connection) {
        size--;
        free.remove(connection);
    }

    void close() {
        closed = true;
        List<UpstreamConnection> open = new ArrayList<>(free);
        open.forEach(UpstreamConnection::close);
    }
}
