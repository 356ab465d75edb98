package io.sallyport.telemetry;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends the metrics of this instance to a collector every minute; switched off it is a real object that does nothing.
public final class MetricsPush implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final @Nullable SdkMeterProvider provider;

    private MetricsPush(@Nullable SdkMeterProvider provider) {
        this.provider = provider;
    }

    /// @param collector base URL of a collector that takes OTLP over HTTP; empty switches sending off
    public static MetricsPush open(Optional<URI> collector, Service service, Meters meters) {
        if (collector.isEmpty()) {
            return new MetricsPush(null);
        }
        OtlpHttpMetricExporter exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(Otlp.endpoint(collector.get(), "/v1/metrics"))
                .build();
        return new MetricsPush(SdkMeterProvider.builder()
                .setResource(Otlp.resource(service))
                .registerMetricProducer(new OtlpReadings(meters))
                .registerMetricReader(PeriodicMetricReader.builder(exporter)
                        .setInterval(PERIOD)
                        .build())
                .build());
    }

    /// Sends what was counted so far; waits for it.
    public void flush() {
        if (provider != null) {
            provider.forceFlush().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
