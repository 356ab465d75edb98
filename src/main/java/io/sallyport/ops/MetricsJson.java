package io.sallyport.ops;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Metric.Kind;
import io.sallyport.telemetry.Reading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/// Readings as JSON, for screens that read no Prometheus text.
final class MetricsJson {
    private MetricsJson() {}

    /// Each metric by its name: its type, and a value for each set of labels; of a histogram count and sum.
    static JsonObject of(List<Reading> readings) {
        JsonObject all = Json.object();
        for (Reading reading : readings) {
            JsonArray values = Json.array();
            reading.series().forEach((labels, steps) -> values.add(value(reading.metric(), labels, steps)));
            all.put(
                    reading.metric().name(),
                    Json.object().put("type", type(reading.metric())).put("values", values));
        }
        return all;
    }

    private static JsonObject value(Metric metric, List<String> labels, long[] steps) {
        JsonObject named = Json.object();
        for (int label = 0; label < labels.size(); label++) {
            named.put(metric.labels().get(label), labels.get(label));
        }
        JsonObject value = Json.object().put("labels", named);
        if (metric.kind() != Kind.HISTOGRAM) {
            return value.put("value", units(metric, steps[0]));
        }
        long count = 0;
        for (int bucket = 0; bucket < steps.length - 1; bucket++) {
            count += steps[bucket];
        }
        return value.put("count", count).put("sum", units(metric, steps[steps.length - 1]));
    }

    private static String type(Metric metric) {
        return metric.kind() == Kind.LEVEL ? "gauge" : metric.kind().name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal units(Metric metric, long steps) {
        return BigDecimal.valueOf(steps).divide(BigDecimal.valueOf(metric.perUnit()), MathContext.DECIMAL64);
    }
}
