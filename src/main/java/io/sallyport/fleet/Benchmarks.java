package io.sallyport.fleet;

import io.sallyport.database.Database;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.TimeOrdered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was measured on services of nodes: samples by workload, which matching tasks with routes goes by.
///
/// Errors: BadRequest for a sample that cannot be; NotAllowed for one about another host.
/// Threads: safe; [#recent()] is a field read, the others wait for the database.
public final class Benchmarks {
    /// Topic of [io.sallyport.database.Changes] for samples.
    public static final String TOPIC = "benchmarks";

    private static final Duration RECENT = Duration.ofDays(30);
    private static final int MOST = 1_000;
    private static final int LARGEST_RESULTS = 4 << 10;
    private static final int LONGEST_WORD = 200;
    /// Seconds with a fraction, as agents write times.
    private static final double MICROS = 1e6;

    private final Database database;
    private final BenchmarkTable table;
    private final Clock clock;
    private volatile List<Sample> recent = List.of();
    private volatile Map<String, Map<String, Sample>> newest = Map.of();

    public Benchmarks(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(BenchmarkTable.class);
        this.clock = clock;
    }

    /// One measurement.
    ///
    /// @param asset empty when the service has one model only
    /// @param workload what was done, such as `chat.short_reasoning`
    /// @param results JSON object, such as `tokens_per_sec`, `ttft_ms` and `quality_score`
    public record Sample(String id, String service, String asset, String workload, Json results, Instant observedAt) {
        /// A number among the results; empty when it is not there.
        public Optional<Double> result(String name) {
            Json value = results.get(name);
            return value.isNumber() ? Optional.of(value.decimal().doubleValue()) : Optional.empty();
        }
    }

    /// Takes samples in; one with a known id takes the place of the older one.
    ///
    /// @param host whose services they must be about; empty for any
    /// @return how many
    public int take(Bytes body, Optional<String> host) {
        Json list = Json.parse(body).get("samples");
        if (!list.isArray() || list.size() > MOST) {
            throw ServiceForm.refused("must be a list of at most " + MOST, "samples");
        }
        List<SampleRow> rows = new ArrayList<>();
        for (Json sample : list.elements()) {
            rows.add(row(sample, host));
        }
        database.useTransaction(transaction -> {
            transaction.attach(BenchmarkTable.class).put(rows);
            transaction.attach(BenchmarkTable.class).forget(clock.instant().minus(RECENT));
            transaction.bump(TOPIC, this::reload);
        });
        return rows.size();
    }

    private SampleRow row(Json sample, Optional<String> host) {
        String service = word(sample, "service_id");
        if (host.filter(only -> !service.startsWith(only + "/")).isPresent()) {
            throw new NotAllowed("host_not_allowed", "This node key may not speak for that service.").asException();
        }
        Json results = sample.get("results");
        if (!results.isObject() || results.bytes().length() > LARGEST_RESULTS) {
            throw ServiceForm.refused("must be an object", "samples.results");
        }
        Instant now = clock.instant();
        Json at = sample.get("observed_at");
        Instant observed = at.isNumber()
                ? Instant.EPOCH.plus(Duration.ofNanos(Math.round(at.decimal().doubleValue() * MICROS) * 1_000))
                : now;
        return new SampleRow(
                sample.get("benchmark_id").isText()
                        ? word(sample, "benchmark_id")
                        : TimeOrdered.uuid(now.toEpochMilli()).toString(),
                service,
                sample.get("asset_id").textOr(""),
                word(sample, "workload"),
                results.toString(),
                observed.isAfter(now) ? now : observed,
                now);
    }

    private static String word(Json sample, String name) {
        String word = sample.get(name).textOr("");
        if (word.isEmpty() || word.length() > LONGEST_WORD) {
            throw ServiceForm.refused("must have 1 to " + LONGEST_WORD + " characters", "samples." + name);
        }
        return word;
    }

    /// Takes over what the database says, at the start and whenever [#TOPIC] changed.
    public void reload() {
        List<Sample> read = table.recent(clock.instant().minus(RECENT), MOST).stream()
                .map(row -> new Sample(
                        row.id(),
                        row.serviceId(),
                        row.assetId(),
                        row.workload(),
                        Json.parse(row.results()),
                        row.observedAt()))
                .toList();
        newest = read.stream()
                .collect(Collectors.groupingBy(
                        Sample::service, Collectors.toMap(Sample::workload, Function.identity(), (newer, _) -> newer)));
        recent = read;
    }

    /// The samples of the last weeks, newest first.
    public List<Sample> recent() {
        return recent;
    }

    /// The newest sample of each workload of a service.
    public Map<String, Sample> newest(String service) {
        return newest.getOrDefault(service, Map.of());
    }

    record SampleRow(
            String id,
            String serviceId,
            String assetId,
            String workload,
            String results,
            Instant observedAt,
            Instant receivedAt) {}
}
