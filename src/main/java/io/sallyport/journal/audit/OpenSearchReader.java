package io.sallyport.journal.audit;

import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.journal.CallThread;
import io.sallyport.journal.CallTimeline;
import io.sallyport.journal.CallTimeline.Bar;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestDetail.Attempt;
import io.sallyport.journal.RequestDetail.Bodies;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.RequestRow;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The audit trail as OpenSearch has it.
///
/// Errors: Unanswered. Source: OpenSearch documentation, query DSL and aggregations.
public final class OpenSearchReader implements AuditReader {
    private final OpenSearch search;
    private final Indices indices;

    public OpenSearchReader(OpenSearch search) {
        this.search = search;
        this.indices = new Indices(search.cluster().prefix());
    }

    @Override
    public String source() {
        return "opensearch";
    }

    /// How long a small question takes.
    public Duration roundTrip() {
        long start = System.nanoTime();
        search.ask("GET", "/_cluster/health?filter_path=status");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public RequestLog.Page page(RequestFilter filter, Optional<UUID> before, int limit) {
        JsonArray conditions = conditions(filter);
        before.ifPresent(id -> conditions.add(range("call.id", "lt", id.toString())));
        Json answer = ask(indices.allCalls(), question(conditions, limit + 1).put("sort", newestFirst()));
        List<RequestRow> rows = answer.path("hits.hits").elements().stream()
                .map(hit -> row(hit.get("_source")))
                .toList();
        return rows.size() <= limit
                ? new RequestLog.Page(rows, Optional.empty())
                : new RequestLog.Page(
                        rows.subList(0, limit), Optional.of(rows.get(limit - 1).id()));
    }

    @Override
    public CallTimeline timeline(RequestFilter filter, CallTimeline.Span span) {
        RequestFilter within = filter.from(span.from()).to(span.to());
        JsonObject histogram = Json.object()
                .put("field", "call.started_at")
                .put("fixed_interval", span.step().toSeconds() + "s")
                .put(
                        "offset",
                        Math.floorMod(span.from().getEpochSecond(), span.step().toSeconds()) + "s")
                .put("min_doc_count", 1);
        JsonObject bars = Json.object().put("date_histogram", histogram).put("aggs", failures());
        Json answer = ask(indices.allCalls(), question(conditions(within), 0).put("aggs", named("bars", bars)));
        Map<Integer, Bar> known = new HashMap<>();
        for (Json bucket : buckets(answer, "bars")) {
            Instant start = Instant.ofEpochMilli(bucket.get("key").asLong());
            int step = (int) Duration.between(span.from(), start).dividedBy(span.step());
            known.put(step, new Bar(start, count(bucket), count(bucket.get("failures"))));
        }
        return CallTimeline.of(span, known);
    }

    @Override
    public List<CallThread> threads(RequestFilter filter, int limit) {
        JsonObject perThread = failures()
                .put("first", Json.object().put("min", Json.object().put("field", "call.started_at")))
                .put("last", Json.object().put("max", Json.object().put("field", "call.started_at")))
                .put("principal", words("call.principal", 1))
                .put("model", words("call.model", 1));
        JsonObject words = Json.object()
                .put("field", "thread")
                .put("size", limit)
                .put("order", Json.object().put("last", "desc"));
        JsonObject threads = Json.object().put("terms", words).put("aggs", perThread);
        Json answer = ask(indices.allCalls(), question(conditions(filter), 0).put("aggs", named("threads", threads)));
        return buckets(answer, "threads").stream().map(OpenSearchReader::thread).toList();
    }

    private static CallThread thread(Json bucket) {
        return new CallThread(
                bucket.get("key").text(),
                moment(bucket.path("first.value")),
                moment(bucket.path("last.value")),
                count(bucket),
                count(bucket.get("failures")),
                first(bucket.path("principal.buckets")),
                first(bucket.path("model.buckets")));
    }

    @Override
    public Optional<RequestDetail> find(UUID id) {
        Optional<Json> facts = source(indices.allCalls(), id);
        return facts.map(document -> new RequestDetail(
                row(document),
                Optional.of(pairs(document.get("headers"))).filter(pairs -> pairs.size() > 0),
                Optional.of(document.get("decision")).filter(Json::isObject),
                document.get("tries").elements().stream()
                        .map(tried -> JsonCodec.read(tried, Attempt.class))
                        .toList(),
                content(id, row(document).startedAt()),
                guardrails(document.get("guardrails")),
                document.get("content").isText()
                        ? Optional.of(document.get("content").text())
                        : Optional.empty()));
    }

    /// Events from before guardrails stood in them have none.
    private static List<Guarded> guardrails(Json looks) {
        return looks.isArray()
                ? looks.elements().stream()
                        .map(look -> JsonCodec.read(look, Guarded.class))
                        .toList()
                : List.of();
    }

    private Optional<Bodies> content(UUID id, Instant at) {
        return source(indices.content(at), id)
                .map(document -> new Bodies(
                        document.get("request_body").text(),
                        document.get("request_cut").bool(),
                        document.get("response_body").text(),
                        document.get("response_cut").bool()));
    }

    private Optional<Json> source(String index, UUID id) {
        JsonArray mine = Json.array().add(term("call.id", Json.of(id.toString())));
        List<Json> hits = ask(index, question(mine, 1)).path("hits.hits").elements();
        return hits.isEmpty() ? Optional.empty() : Optional.of(hits.getFirst().get("_source"));
    }

    private Json ask(String index, JsonObject question) {
        return search.ask(
                "POST", "/" + index + "/_search?ignore_unavailable=true&allow_no_indices=true", question.toJson());
    }

    private static JsonObject question(JsonArray conditions, int size) {
        return Json.object()
                .put("size", size)
                .put("track_total_hits", false)
                .put("query", named("bool", named("filter", conditions.toJson())));
    }

    private static JsonArray conditions(RequestFilter filter) {
        JsonArray conditions = Json.array();
        filter.values().forEach((name, value) -> conditions.add(condition(name, value)));
        return conditions;
    }

    private static JsonObject condition(String name, Object value) {
        return switch (name) {
            case "from" -> range("call.started_at", "gte", value.toString());
            case "to" -> range("call.started_at", "lt", value.toString());
            case "failed" -> term("call.success", JsonCodec.write(false));
            case "succeeded" -> term("call.success", JsonCodec.write(true));
            case "thread" -> term("thread", JsonCodec.write(value));
            default -> term("call." + name, JsonCodec.write(value));
        };
    }

    private static JsonObject term(String field, Json value) {
        return Json.object().put("term", named(field, value));
    }

    private static JsonObject range(String field, String relation, String bound) {
        return Json.object().put("range", Json.object().put(field, Json.object().put(relation, bound)));
    }

    private static JsonObject words(String field, int size) {
        return Json.object().put("terms", Json.object().put("field", field).put("size", size));
    }

    private static JsonObject failures() {
        return Json.object().put("failures", Json.object().put("filter", term("call.success", JsonCodec.write(false))));
    }

    private static JsonArray newestFirst() {
        return Json.array().add(Json.object().put("call.id", "desc"));
    }

    private static JsonObject named(String name, JsonObject value) {
        return Json.object().put(name, value);
    }

    private static JsonObject named(String name, Json value) {
        return Json.object().put(name, value);
    }

    private static List<Json> buckets(Json answer, String name) {
        Json buckets = answer.path("aggregations." + name + ".buckets");
        return buckets.isArray() ? buckets.elements() : List.of();
    }

    private static long count(Json bucket) {
        return bucket.get("doc_count").asLong();
    }

    private static Instant moment(Json millis) {
        return Instant.ofEpochMilli(millis.decimal().longValue());
    }

    private static Optional<String> first(Json buckets) {
        return buckets.size() == 0
                ? Optional.empty()
                : Optional.of(buckets.at(0).get("key").text());
    }

    private static Json pairs(Json headers) {
        JsonArray pairs = Json.array();
        if (headers.isObject()) {
            headers.fields()
                    .forEach(header -> header.value()
                            .elements()
                            .forEach(value -> pairs.add(
                                    Json.array().add(header.name()).add(value).toJson())));
        }
        return pairs.toJson();
    }

    private static RequestRow row(Json document) {
        try {
            return JsonCodec.read(document.get("call"), RequestRow.class);
        } catch (JsonProblem e) {
            throw new Unanswered("holds a call that is none: " + e.getMessage());
        }
    }
}
