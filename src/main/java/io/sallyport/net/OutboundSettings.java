package io.sallyport.net;

import java.time.Duration;

/// How upstreams are connected to.
///
/// @param connectTimeout time for one TCP connection, TLS handshake included
/// @param idleTimeout how long an unused connection is kept
/// @param maxConnections most connections to one backend from one event loop
/// @param maxHeadBytes largest head of an answer
public record OutboundSettings(Duration connectTimeout, Duration idleTimeout, int maxConnections, int maxHeadBytes) {
    public static final OutboundSettings DEFAULT =
            new OutboundSettings(Duration.ofSeconds(3), Duration.ofSeconds(55), 10_000, 64 * 1024);

    public OutboundSettings {
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("outbound.connect_timeout must be positive, is " + connectTimeout);
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("outbound.idle_timeout must be positive, is " + idleTimeout);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("outbound.max_connections must be 1 or more, is " + maxConnections);
        }
        if (maxHeadBytes < 1024) {
            throw new IllegalArgumentException("outbound.max_head_bytes must be 1024 or more, is " + maxHeadBytes);
        }
    }
}
