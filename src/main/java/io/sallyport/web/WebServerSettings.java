package io.sallyport.web;

import java.time.Duration;

/// What one listener accepts and how patient it is.
///
/// @param host address to listen on
/// @param port TCP port, 0 for any free one
/// @param headTimeout time from the first byte of a request to the end of its head
/// @param idleTimeout how long a kept connection may stay silent between requests
/// @param bodyStall longest time without a byte while a body is being read
/// @param maxHeadBytes largest head in bytes
/// @param maxHeaders most header lines
/// @param maxConnections most clients connected at a time; more wait until one leaves
public record WebServerSettings(
        String host,
        int port,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyStall,
        int maxHeadBytes,
        int maxHeaders,
        int maxConnections) {
    /// What the memory of a small process bears.
    private static final int USUAL_CONNECTIONS = 20_000;

    private static final Duration LONGEST_HEAD = Duration.ofSeconds(10);

    public WebServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, is " + port);
        }
        if (headTimeout.isNegative() || headTimeout.isZero() || headTimeout.compareTo(LONGEST_HEAD) > 0) {
            throw new IllegalArgumentException("read_header_timeout must be over 0 and up to 10 s, is " + headTimeout);
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("idle_timeout must be positive, is " + idleTimeout);
        }
        if (bodyStall.isNegative() || bodyStall.isZero()) {
            throw new IllegalArgumentException("body_stall_timeout must be positive, is " + bodyStall);
        }
        if (maxHeadBytes < 1024) {
            throw new IllegalArgumentException("max_head_bytes must be 1024 or more, is " + maxHeadBytes);
        }
        if (maxHeaders < 1) {
            throw new IllegalArgumentException("max_headers must be 1 or more, is " + maxHeaders);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("max_connections must be 1 or more, is " + maxConnections);
        }
    }

    /// The usual patience on one address.
    public static WebServerSettings on(String host, int port) {
        return new WebServerSettings(
                host,
                port,
                Duration.ofSeconds(5),
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                16 * 1024,
                100,
                USUAL_CONNECTIONS);
    }
}
