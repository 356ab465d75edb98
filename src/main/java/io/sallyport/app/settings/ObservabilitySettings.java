package io.sallyport.app.settings;

import java.net.URI;
import java.util.Optional;

/// Metrics, traces and the log of the process.
///
/// @param otlpEndpoint where traces and metrics are sent; present whenever that is on
/// @param logLevel `trace`, `debug`, `info`, `warn` or `error`
/// @param userAndKeyLabels labels on the metrics listener that name users and keys
/// @param maxSeries most time series of one metric
public record ObservabilitySettings(
        boolean metrics, Optional<URI> otlpEndpoint, String logLevel, boolean userAndKeyLabels, int maxSeries) {}
