package io.sallyport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.DailyActive.Surface;
import io.sallyport.telemetry.Family;
import io.sallyport.telemetry.Histogram;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Reading;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("OB3")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AggregationTest {
    private static final int CAP = 3;
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration NEVER = Duration.ofDays(1);

    private final TestDatabase db = TestDatabase.migrated();

    @BeforeEach
    void empties() {
        db.execute("truncate metric_instance, metric_series, daily_active");
    }

    @AfterAll
    void closes() {
        db.close();
    }

    @Test
    void showsTheSameTotalsOnEveryInstance() {
        Instance first = new Instance(NEVER);
        Instance second = new Instance(NEVER);

        first.calls.with("gpt", "ok").add(3);
        first.times.with().observe(500);
        second.calls.with("gpt", "ok").add(4);
        second.calls.with("gpt", "timeout").add(1);
        second.times.with().observe(5_000);
        second.shared.tick();

        assertThat(first.sees("test_calls_total")).isEqualTo(Map.of("gpt,ok", "7", "gpt,timeout", "1"));
        assertThat(first.sees("test_seconds")).isEqualTo(Map.of("", "1 1 5500"));
        assertThat(second.sees("test_calls_total")).isEqualTo(first.sees("test_calls_total"));
        assertThat(second.sees("test_seconds")).isEqualTo(first.sees("test_seconds"));
        assertThat(first.sees("sallyport_metrics_aggregated")).isEqualTo(Map.of("", "1"));
    }

    @Test
    void keepsTotalsOverARestart() {
        Instance before = new Instance(NEVER);
        before.calls.with("gpt", "ok").add(3);
        before.shared.close();

        Instance after = new Instance(NEVER);
        after.calls.with("gpt", "ok").add(1);

        assertThat(after.sees("test_calls_total")).isEqualTo(Map.of("gpt,ok", "4"));
    }

    @Test
    void foldsAnInstanceThatIsGone() {
        Instance killed = new Instance(NEVER);
        killed.calls.with("gpt", "ok").add(3);
        killed.times.with().observe(500);
        killed.shared.tick();
        Instance alive = new Instance(Duration.ZERO);
        alive.calls.with("gpt", "ok").add(1);

        alive.shared.tick();

        assertThat(rowsOf("metric_series where instance not in ('', '" + alive.shared.id() + "')"))
                .isZero();
        assertThat(rowsOf("metric_instance where folded_at is not null")).isEqualTo(1);
        assertThat(alive.sees("test_calls_total")).isEqualTo(Map.of("gpt,ok", "4"));
        assertThat(alive.sees("test_seconds")).isEqualTo(Map.of("", "1 0 500"));
    }

    @Test
    void countsNothingTwiceWhenAPausedInstanceWakesUp() {
        Instance paused = new Instance(NEVER);
        Instance alive = new Instance(Duration.ZERO);
        paused.calls.with("gpt", "ok").add(3);
        paused.level.set(5);
        paused.shared.tick();
        alive.shared.tick();

        paused.calls.with("gpt", "ok").add(2);

        assertThat(paused.sees("test_calls_total")).isEqualTo(Map.of("gpt,ok", "5"));
        assertThat(paused.sees("test_level")).isEqualTo(Map.of("", "5"));
        alive.shared.fold();
        paused.calls.with("gpt", "ok").add(1);
        assertThat(paused.sees("test_calls_total")).isEqualTo(Map.of("gpt,ok", "6"));
    }

    @Test
    void addsLevelsOfLivingInstancesOnly() {
        Instance killed = new Instance(NEVER);
        Instance first = new Instance(NEVER);
        Instance second = new Instance(NEVER);
        killed.level.set(10);
        first.level.set(2);
        second.level.set(3);

        killed.shared.tick();
        second.shared.tick();
        db.execute("update metric_instance set seen_at = now() - interval '2 days' where id in"
                + " (select instance from metric_series where metric = 'test_level' and counts = '{10}')");

        assertThat(first.sees("test_level")).isEqualTo(Map.of("", "5"));
    }

    @Test
    @Tag("N09")
    void keepsTheCapOverAllInstancesThatEverWere() {
        for (int restart = 0; restart < 4; restart++) {
            Instance instance = new Instance(Duration.ZERO);
            instance.calls.with("model-" + 2 * restart, "ok").increment();
            instance.calls.with("model-" + (2 * restart + 1), "ok").increment();
            instance.shared.tick();
        }

        Instance last = new Instance(NEVER);

        assertThat(last.sees("test_calls_total"))
                .isEqualTo(Map.of("model-0,ok", "1", "model-1,ok", "1", "model-2,ok", "1", "other,ok", "5"));
    }

    @Test
    void showsItsOwnSeriesWhileTheDatabaseIsDown() {
        TestDatabase gone = TestDatabase.migrated();
        Instance instance = new Instance(gone, NEVER);
        instance.calls.with("gpt", "ok").add(3);
        instance.shared.tick();
        gone.close();

        instance.calls.with("gpt", "ok").add(1);

        assertThat(instance.sees("test_calls_total")).isEqualTo(Map.of("gpt,ok", "4"));
        assertThat(instance.sees("sallyport_metrics_aggregated")).isEqualTo(Map.of("", "0"));
    }

    @Test
    @Tag("OB6")
    void countsEachPersonOfTodayOnce() {
        Instance first = new Instance(NEVER);
        Instance second = new Instance(NEVER);
        first.active.seen(Surface.GATEWAY, "ann");
        first.active.seen(Surface.GATEWAY, "ann");
        first.active.seen(Surface.OPEN_WEBUI, "ann");
        second.active.seen(Surface.GATEWAY, "ann");
        second.active.seen(Surface.GATEWAY, "bob");
        second.active.seen(Surface.PORTAL, "eve");

        second.shared.tick();

        assertThat(first.sees("sallyport_daily_active_gateway_users")).isEqualTo(Map.of(",,,,", "2"));
        assertThat(first.sees("sallyport_daily_active_open_webui_users")).isEqualTo(Map.of(",,,,", "1"));
        assertThat(first.sees("sallyport_daily_active_users")).isEqualTo(Map.of(",,,,", "2"));
        assertThat(first.sees("sallyport_daily_active_portal_users")).isEqualTo(Map.of(",,,,", "1"));
    }

    private int rowsOf(String from) {
        return db.database().attach(CountTable.class).rowsOf(from);
    }

    /// One process of the cluster.
    private final class Instance {
        final Meters meters = new Meters(CAP);
        final Family<Counter> calls =
                meters.counters(Metric.counter("test_calls_total", "Calls.", List.of("model"), List.of("code")));
        final Family<Histogram> times =
                meters.histograms(Metric.durations("test_seconds", "Time.", List.of(), List.of(), List.of(1_000L)));
        final AtomicLong level = new AtomicLong();
        final DailyActive active = new DailyActive();
        final SharedMeters shared;

        Instance(Duration goneAfter) {
            this(db, goneAfter);
        }

        Instance(TestDatabase database, Duration goneAfter) {
            meters.observe(Metric.level("test_level", "Level."), level::get);
            shared = new SharedMeters(database.database(), meters, active, NOON, goneAfter);
        }

        /// Counts by label values.
        Map<String, String> sees(String metric) {
            return shared.readings().stream()
                    .filter(reading -> reading.metric().name().equals(metric))
                    .map(Reading::series)
                    .flatMap(series -> series.entrySet().stream())
                    .collect(Collectors.toMap(
                            one -> String.join(",", one.getKey()),
                            one -> Arrays.stream(one.getValue())
                                    .mapToObj(Long::toString)
                                    .collect(Collectors.joining(" "))));
        }
    }
}
