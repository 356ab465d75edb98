package io.sallyport.telemetry;

import java.net.URI;
import java.util.Optional;

/// What the operator wants to see of the gateway.
///
/// @param enableMetrics whether the metrics listener answers `/metrics`
/// @param mainMetrics whether the main listener answers `/metrics`, without users and keys
/// @param identityLabels whether the series of calls say which user and key they belong to
/// @param maxSeries most combinations of user, key, backend and model per metric, 1 to 100,000
/// @param enableOtlp whether traces and metrics are sent to a collector
/// @param otlpEndpoint base URL of the collector's OTLP over HTTP, for example `http://127.0.0.1:4318`
public record ObservabilitySettings(
        boolean enableMetrics,
        boolean mainMetrics,
        boolean identityLabels,
        int maxSeries,
        boolean enableOtlp,
        Optional<String> otlpEndpoint) {

    public static final ObservabilitySettings DEFAULTS =
            new ObservabilitySettings(true, true, true, 1_000, false, Optional.empty());

    private static final int MOST_SERIES = 100_000;

    public ObservabilitySettings {
        if (maxSeries < 1 || maxSeries > MOST_SERIES) {
            throw new IllegalArgumentException(
                    "observability.max_series must be 1 to " + MOST_SERIES + ", is " + maxSeries);
        }
        if (enableOtlp && otlpEndpoint.isEmpty()) {
            throw new IllegalArgumentException("observability.enable_otlp needs observability.otlp_endpoint");
        }
        if (otlpEndpoint.isPresent() && !isHttp(otlpEndpoint.get())) {
            throw new IllegalArgumentException("observability.otlp_endpoint must be an http or https URL");
        }
    }

    /// Where traces and metrics are sent; empty when they are not.
    public Optional<URI> collector() {
        return enableOtlp ? otlpEndpoint.map(URI::create) : Optional.empty();
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
