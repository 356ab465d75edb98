package io.sallyport.app.settings;

import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.telemetry.LogSettings;
import io.sallyport.telemetry.ObservabilitySettings;
import java.net.URI;
import java.util.Optional;

/// Declares `observability`.
record ObservabilitySection(ObservabilitySettings metrics, LogSettings log) {
    private static final ObservabilitySettings USUAL = ObservabilitySettings.DEFAULTS;

    static ObservabilitySection read(Section observability, ServerSettings server) {
        return new ObservabilitySection(metrics(observability, server), log(observability));
    }

    private static ObservabilitySettings metrics(Section observability, ServerSettings server) {
        boolean otlp = observability
                .key("enable_otlp", "Sends traces and metrics by OpenTelemetry.")
                .off();
        Optional<String> endpoint = observability
                .key("otlp_endpoint", "Where they are sent, such as http://127.0.0.1:4318.")
                .optional(Kind.HTTP_URL)
                .map(URI::toString);
        if (otlp && endpoint.isEmpty()) {
            observability.problem("otlp_endpoint", "is missing; enable_otlp is on");
        }
        return new ObservabilitySettings(
                observability
                        .key("enable_metrics", "Serves Prometheus metrics.")
                        .on(),
                server.mainPortMetrics(),
                observability
                        .key("user_and_key_labels", "Labels on the metrics listener that name users and keys.")
                        .on(),
                observability
                        .key("max_series", "Most time series of one metric; further ones are counted together.")
                        .or(Kind.number(1, 100_000), USUAL.maxSeries()),
                otlp && endpoint.isPresent(),
                endpoint);
    }

    private static LogSettings log(Section observability) {
        return new LogSettings(
                observability
                        .key("log_level", "Least severity of the lines of the gateway's own log.")
                        .or(Kind.choice(LogSettings.Level.class), LogSettings.DEFAULTS.level()),
                observability
                        .key("log_form", "json for machines, text for people; auto: text on a terminal, else json.")
                        .or(Kind.choice(LogSettings.Form.class), LogSettings.DEFAULTS.form()));
    }
}
