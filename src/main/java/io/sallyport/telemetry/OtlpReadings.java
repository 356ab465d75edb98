package io.sallyport.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Our readings in the form of OpenTelemetry, cumulated since the start of this process.
final class OtlpReadings implements MetricProducer {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create(Otlp.SCOPE);
    private static final long NANOS = 1_000_000_000;

    private final Meters meters;
    private final Clock clock = Clock.systemUTC();
    private final long start = now();

    OtlpReadings(Meters meters) {
        this.meters = meters;
    }

    @Override
    public Collection<MetricData> produce(Resource resource) {
        long now = now();
        return meters.read().stream()
                .filter(reading -> !reading.series().isEmpty())
                .<MetricData>map(reading -> pushed(resource, reading, now))
                .toList();
    }

    private Pushed pushed(Resource resource, Reading reading, long now) {
        Metric metric = reading.metric();
        return switch (metric.kind()) {
            case COUNTER ->
                new Pushed(
                        resource,
                        metric,
                        MetricDataType.DOUBLE_SUM,
                        SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE, numbers(reading, now)));
            case LEVEL, GAUGE ->
                new Pushed(
                        resource,
                        metric,
                        MetricDataType.DOUBLE_GAUGE,
                        GaugeData.createDoubleGaugeData(numbers(reading, now)));
            case HISTOGRAM ->
                new Pushed(
                        resource,
                        metric,
                        MetricDataType.HISTOGRAM,
                        HistogramData.create(AggregationTemporality.CUMULATIVE, histograms(reading, now)));
        };
    }

    private List<DoublePointData> numbers(Reading reading, long now) {
        return points(
                reading,
                (labels, steps) ->
                        DoublePointData.create(start, now, labels, units(reading.metric(), steps[0]), List.of()));
    }

    private List<HistogramPointData> histograms(Reading reading, long now) {
        Metric metric = reading.metric();
        List<Double> bounds =
                metric.bounds().stream().map(bound -> units(metric, bound)).toList();
        return points(reading, (labels, steps) -> {
            List<Long> counts = new ArrayList<>(bounds.size() + 1);
            for (int bucket = 0; bucket <= bounds.size(); bucket++) {
                counts.add(steps[bucket]);
            }
            double sum = units(metric, steps[steps.length - 1]);
            return HistogramPointData.create(start, now, labels, sum, false, 0, false, 0, bounds, counts);
        });
    }

    private static <P> List<P> points(Reading reading, BiFunction<Attributes, long[], P> point) {
        List<P> points = new ArrayList<>();
        for (Map.Entry<List<String>, long[]> one : reading.series().entrySet()) {
            points.add(point.apply(attributes(reading.metric(), one.getKey()), one.getValue()));
        }
        return points;
    }

    private static Attributes attributes(Metric metric, List<String> values) {
        AttributesBuilder attributes = Attributes.builder();
        for (int label = 0; label < values.size(); label++) {
            if (!values.get(label).isEmpty()) {
                attributes.put(metric.labels().get(label), values.get(label));
            }
        }
        return attributes.build();
    }

    private static double units(Metric metric, long steps) {
        return (double) steps / metric.perUnit();
    }

    private long now() {
        Instant instant = clock.instant();
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }

    private record Pushed(Resource resource, Metric metric, MetricDataType type, Data<?> data) implements MetricData {
        @Override
        public Resource getResource() {
            return resource;
        }

        @Override
        public InstrumentationScopeInfo getInstrumentationScopeInfo() {
            return SCOPE;
        }

        @Override
        public String getName() {
            return metric.name();
        }

        @Override
        public String getDescription() {
            return metric.help();
        }

        @Override
        public String getUnit() {
            return metric.name().contains("_seconds") ? "s" : "1";
        }

        @Override
        public MetricDataType getType() {
            return type;
        }

        @Override
        public Data<?> getData() {
            return data;
        }
    }
}
