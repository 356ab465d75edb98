package io.sallyport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.counters.CounterTable;
import io.sallyport.counters.GuardedCounters;
import io.sallyport.database.BatchWriterSettings;
import io.sallyport.database.BatchWriterState;
import io.sallyport.guardrail.RecordedRuns;
import io.sallyport.journal.MetricsSink;
import io.sallyport.journal.MetricsSink.Identities;
import io.sallyport.limit.RefusalMeters;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.Exposition;
import io.sallyport.telemetry.HttpMeters;
import io.sallyport.telemetry.JvmMeters;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Reading;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.usage.Estimator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The guide and what a gateway really shows.
final class MetricsGuideTest {
    private static final Path GUIDE = Path.of("docs/guides/metrics.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(sallyport_\\w+)` \\| (\\w+) \\|([^|]*)\\| [^|]+ \\|$");
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) ");

    @Test
    void explainsExactlyTheMetricsOfAScrape() throws IOException {
        Set<String> explained = ROW.matcher(Files.readString(GUIDE))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + labels(row.group(3)))
                .collect(Collectors.toSet());

        try (TestDatabase db = TestDatabase.migrated();
                JvmMeters machine = new JvmMeters()) {
            List<Reading> readings = scrape(db);
            Set<String> shown =
                    readings.stream().map(reading -> words(reading.metric())).collect(Collectors.toSet());

            assertThat(explained).isEqualTo(shown);
            assertThat(TYPE.matcher(new Exposition(machine).text(readings).text())
                            .results()
                            .map(type -> type.group(1)))
                    .contains("sallyport_tokens_total", "sallyport_overhead_seconds", "sallyport_daily_active_users")
                    .allMatch(name -> name.matches("(sallyport|jvm|process|system)_.*"));
        }
    }

    private static List<Reading> scrape(TestDatabase db) {
        Meters meters = new Meters(10);
        DailyActive active = new DailyActive();
        new MetricsSink(meters, active, Identities.SHOWN);
        new RefusalMeters(meters);
        RecordedRuns.open(db.database(), BatchWriterSettings.DEFAULTS, meters, Clock.systemUTC())
                .close();
        new HttpMeters(meters).answered("GET", "/health", 200, 10);
        InstanceMeters.observe(meters, db.database());
        InstanceMeters.observe(meters, () -> 1);
        InstanceMeters.observeConnections(meters, () -> 1);
        InstanceMeters.observeSettings(meters, () -> 0);
        InstanceMeters.observe(meters, new HeapWatch(new OldGeneration(), _ -> {}));
        InstanceMeters.observeCertificate(meters, () -> Optional.of(Instant.EPOCH));
        InstanceMeters.observe(meters, Estimator.open());
        InstanceMeters.observe(meters, Map.of("request_log", () -> BatchWriterState.OFF));
        LineWriter lines = LineWriter.open(OutputStream.nullOutputStream());
        lines.close();
        InstanceMeters.observe(meters, lines);
        GuardedCounters counters =
                GuardedCounters.overDatabase(db.database().attach(CounterTable.class), Clock.systemUTC());
        counters.close();
        InstanceMeters.observe(meters, counters);
        try (SharedMeters shared = SharedMeters.open(db.database(), meters, active, Clock.systemUTC())) {
            return Stream.concat(shared.readings().stream(), meters.read().stream())
                    .collect(Collectors.toMap(
                            reading -> reading.metric().name(), reading -> reading, (one, same) -> one))
                    .values()
                    .stream()
                    .toList();
        }
    }

    private static String words(Metric metric) {
        return metric.name() + " " + metric.kind().name().toLowerCase(Locale.ROOT) + " " + metric.labels();
    }

    private static List<String> labels(String cell) {
        return LABEL.matcher(cell)
                .results()
                .map((MatchResult label) -> label.group(1))
                .toList();
    }
}
