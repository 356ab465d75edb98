package io.sallyport.journal.export;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.telemetry.Otlp;
import io.sallyport.telemetry.Service;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends calls as log records to a collector of OpenTelemetry.
///
/// Source: OpenTelemetry Protocol 1.7, OTLP/HTTP with JSON encoding, logs.
final class CollectorTarget implements ExportTarget {
    private static final int INFO = 9;

    private final URI url;
    private final Service service;
    private final Post post;

    /// @param collector base address
    CollectorTarget(URI collector, Service service, Post post) {
        this.url = URI.create(Otlp.endpoint(collector, "/v1/logs"));
        this.service = service;
        this.post = post;
    }

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public void bring(List<Json> calls, Instant now) {
        JsonArray records = Json.array();
        calls.forEach(call -> records.add(record(call)));
        JsonArray resource = Json.array()
                .add(attribute("service.name", value(Json.of(service.name()))))
                .add(attribute("service.version", value(Json.of(service.version()))))
                .add(attribute("service.instance.id", value(Json.of(service.instance()))));
        JsonObject logs = Json.object()
                .put("resource", Json.object().put("attributes", resource))
                .put(
                        "scopeLogs",
                        Json.array()
                                .add(Json.object()
                                        .put("scope", Json.object().put("name", Otlp.SCOPE))
                                        .put("logRecords", records)));
        String body = Json.object()
                .put("resourceLogs", Json.array().add(logs))
                .toJson()
                .toString();
        post.send("POST", url, List.of(new Header("content-type", "application/json")), Bytes.of(body));
    }

    private static JsonObject record(Json call) {
        Instant ended = Instant.parse(call.get("ended_at").text());
        long nanos = TimeUnit.SECONDS.toNanos(ended.getEpochSecond()) + ended.getNano();
        JsonArray attributes = Json.array();
        call.fields().forEach(field -> attributes.add(attribute(field.name(), value(field.value()))));
        return Json.object()
                .put("timeUnixNano", Long.toString(nanos))
                .put("severityNumber", INFO)
                .put("severityText", "INFO")
                .put("body", Json.object().put("stringValue", "call"))
                .put("attributes", attributes)
                .put("traceId", call.get("trace_id").text())
                .put("spanId", call.get("span_id").text());
    }

    private static JsonObject attribute(String name, JsonObject value) {
        return Json.object().put("key", name).put("value", value);
    }

    /// Whole numbers are texts in this encoding.
    private static JsonObject value(Json value) {
        if (value.isNumber()) {
            return Json.object().put("intValue", Long.toString(value.asLong()));
        }
        return value.isBoolean()
                ? Json.object().put("boolValue", value.bool())
                : Json.object().put("stringValue", value.text());
    }
}
