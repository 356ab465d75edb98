package io.sallyport.web;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many clients are connected to a listener, and whether it lets more in.
///
/// When all places are taken, and in the last stage of shedding, whoever connects waits in the queue of the
/// system. The listener may let in a few more that it had heard of before.
///
/// Threads: safe.
/// Source: security catalogue, DD-21.
@SuppressWarnings("FutureReturnValueIgnored") // that a connection ended is heard by its listener
final class ConnectionCap {
    /// So many parts of the places are kept free by ending connections with their answers.
    private static final int PARTS = 10;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    /// Those sockets that connections came from: Vert.x does not show them before.
    private final Set<Channel> sockets = ConcurrentHashMap.newKeySet();

    private Shedding stage = Shedding.NOTHING;

    /// @param most connections at a time
    ConnectionCap(int most) {
        this.most = most;
    }

    /// Counts a connection until it ends.
    void entered(Channel connection) {
        sockets.add(connection.parent());
        connection.closeFuture().addListener(_ -> left());
        if (open.incrementAndGet() >= most) {
            decide();
        }
    }

    private void left() {
        if (open.getAndDecrement() >= most) {
            decide();
        }
    }

    /// Goes to a stage of shedding.
    synchronized void shed(Shedding next) {
        stage = next;
        decide();
    }

    private synchronized void decide() {
        boolean letsIn = !stage.leavesOut(Shedding.CONNECTIONS) && open.get() < most;
        sockets.forEach(socket -> socket.config().setAutoRead(letsIn));
    }

    /// Connections that are open now.
    int open() {
        return open.get();
    }

    /// True when nearly all places are taken, so that nobody should keep one without a request.
    boolean isCrowded() {
        return open.get() > most - most / PARTS;
    }
}
