package io.sallyport.web;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Whoever is at the other end of a connection.
///
/// @param address null for a connection within the process
/// @param text the address as it is written; empty without one
record Peer(@Nullable InetAddress address, String text) {
    private static final Peer NONE = new Peer(null, "");

    static Peer of(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress socket
                ? new Peer(socket.getAddress(), socket.getAddress().getHostAddress())
                : NONE;
    }
}
