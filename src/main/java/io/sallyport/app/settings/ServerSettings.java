package io.sallyport.app.settings;

import java.time.Duration;
import java.util.List;

/// Listeners, limits and patience.
///
/// @param bodyLimit most bytes of an ordinary body
/// @param uploadLimit most bytes of a multipart body
/// @param syncTimeout longest whole answer that is not streamed
/// @param streamIdleTimeout longest silence of an upstream inside a stream
/// @param streamMaxDuration longest stream
/// @param providerTimeout time to the first byte of an upstream's answer
/// @param readHeaderTimeout time for the head of a request
/// @param idleTimeout how long a kept connection may be silent
/// @param gracefulShutdownDelay how long calls in flight may go on when we stop
/// @param eventLoops 0 for one per core
/// @param trustedProxies addresses and networks whose forwarding headers count
/// @param allowUnauthenticated lets everybody in where no key is configured
/// @param mainPortMetrics serves this instance's metrics on the main port too
public record ServerSettings(
        String host,
        int port,
        String metricsHost,
        int metricsPort,
        long bodyLimit,
        long uploadLimit,
        Duration syncTimeout,
        Duration streamIdleTimeout,
        Duration streamMaxDuration,
        Duration providerTimeout,
        Duration readHeaderTimeout,
        Duration idleTimeout,
        Duration gracefulShutdownDelay,
        int eventLoops,
        List<String> trustedProxies,
        boolean allowUnauthenticated,
        CorsSettings cors,
        boolean mainPortMetrics) {

    /// Which web pages of other origins may call `/v1`.
    ///
    /// @param allowedOrigins none means that no other origin may; `*` means all
    public record CorsSettings(
            List<String> allowedOrigins, List<String> allowedMethods, List<String> allowedHeaders, Duration maxAge) {}
}
