package io.sallyport.app.settings;

import io.sallyport.api.CorsSettings;
import io.sallyport.certificate.CertificateSettings;
import io.sallyport.pipeline.PipelineSettings;
import io.sallyport.transport.SocketTransport;
import io.sallyport.web.TlsSettings;
import io.sallyport.web.WebServerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Listeners, limits and patience.
///
/// @param providerTimeout time to the first byte of an upstream's answer
/// @param shutdownNotice how long we still take calls after we were told to stop
/// @param gracefulShutdownDelay how long calls in flight may go on when we stop
/// @param eventLoops 0 for one per core
/// @param transport what the event loops read and write sockets with
/// @param trustedProxies addresses and networks whose forwarding headers count
/// @param allowUnauthenticated lets everybody in where no key is configured
/// @param mainPortMetrics serves this instance's metrics on the main port too
/// @param publicUrl where browsers and clients find the main listener, without a path
/// @param requestsPerAddress requests besides model calls in a minute; 0 for any number
/// @param tls of the main listener; empty for plain HTTP
/// @param acme how the main listener orders its certificate; empty where it has one in `tls`, or needs none
/// @param metricsTls of the metrics listener; empty for plain HTTP
public record ServerSettings(
        WebServerSettings main,
        WebServerSettings metrics,
        PipelineSettings calls,
        Duration providerTimeout,
        Duration shutdownNotice,
        Duration gracefulShutdownDelay,
        int eventLoops,
        SocketTransport transport,
        List<String> trustedProxies,
        boolean allowUnauthenticated,
        CorsSettings cors,
        boolean mainPortMetrics,
        Optional<URI> publicUrl,
        int requestsPerAddress,
        Optional<TlsSettings> tls,
        Optional<CertificateSettings> acme,
        Optional<TlsSettings> metricsTls) {
    /// What a hundred people behind one address do not reach.
    static final int USUAL_REQUESTS_PER_ADDRESS = 3_000;

    /// How long calls may still be served after we were told to stop.
    public Duration longestDrain() {
        return shutdownNotice.plus(gracefulShutdownDelay);
    }

    /// Whether the main listener speaks TLS.
    public boolean isSecured() {
        return tls.isPresent() || acme.isPresent();
    }
}
