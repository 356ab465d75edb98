package io.sallyport.transport;

import io.vertx.core.transport.Transport;
import java.util.Locale;
import java.util.Optional;

/// The way by which event loops learn from the system what happened on their sockets, and send.
public enum SocketTransport {
    /// epoll on Linux, what the Java machine has elsewhere.
    AUTO,
    /// Linux takes all reads and sends of a turn of a loop at once. Containers often forbid it.
    ///
    /// Source: decision 0021.
    IO_URING;

    /// Why this machine does not offer it, for people; empty where it does.
    public Optional<String> missing() {
        Transport transport = vertx();
        return transport.available()
                ? Optional.empty()
                : Optional.of(String.valueOf(transport.unavailabilityCause().getMessage()));
    }

    /// As it stands in settings.
    String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    Transport vertx() {
        if (this == IO_URING) {
            return Transport.IO_URING;
        }
        return Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO;
    }
}
