package io.sallyport.telemetry;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Readings and the state of the Java machine as Prometheus text.
///
/// Source: Prometheus text format 0.0.4, escaping by the Prometheus client.
public final class Exposition {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final int COUNTER_SUFFIX = "_total".length();

    private final JvmMeters machine;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    public Exposition(JvmMeters machine) {
        this.machine = machine;
    }

    public Bytes text(List<Reading> readings) {
        List<MetricSnapshot> snapshots = Stream.concat(
                        readings.stream()
                                .filter(reading -> !reading.series().isEmpty())
                                .map(Exposition::snapshot),
                        machine.read().stream())
                .toList();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            writer.write(out, new MetricSnapshots(snapshots), EscapingScheme.UNDERSCORE_ESCAPING);
            return Bytes.of(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static MetricSnapshot snapshot(Reading reading) {
        return switch (reading.metric().kind()) {
            case COUNTER -> counter(reading);
            case HISTOGRAM -> histogram(reading);
            case LEVEL, GAUGE -> gauge(reading);
        };
    }

    private static MetricSnapshot counter(Reading reading) {
        String name = reading.metric().name();
        CounterSnapshot.Builder snapshot = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - COUNTER_SUFFIX))
                .help(reading.metric().help());
        reading.series()
                .forEach((values, steps) -> snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels(reading.metric(), values))
                        .value(units(reading.metric(), steps[0]))
                        .build()));
        return snapshot.build();
    }

    private static MetricSnapshot gauge(Reading reading) {
        GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder()
                .name(reading.metric().name())
                .help(reading.metric().help());
        reading.series()
                .forEach((values, steps) -> snapshot.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels(reading.metric(), values))
                        .value(units(reading.metric(), steps[0]))
                        .build()));
        return snapshot.build();
    }

    private static MetricSnapshot histogram(Reading reading) {
        Metric metric = reading.metric();
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(metric.name()).help(metric.help());
        for (Map.Entry<List<String>, long[]> one : reading.series().entrySet()) {
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            long[] steps = one.getValue();
            for (int bucket = 0; bucket < metric.bounds().size(); bucket++) {
                buckets.bucket(units(metric, metric.bounds().get(bucket)), steps[bucket]);
            }
            buckets.bucket(Double.POSITIVE_INFINITY, steps[metric.bounds().size()]);
            snapshot.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .labels(labels(metric, one.getKey()))
                    .classicHistogramBuckets(buckets.build())
                    .sum(units(metric, steps[steps.length - 1]))
                    .build());
        }
        return snapshot.build();
    }

    private static Labels labels(Metric metric, List<String> values) {
        return Labels.of(metric.labels(), values);
    }

    private static double units(Metric metric, long steps) {
        return (double) steps / metric.perUnit();
    }
}
