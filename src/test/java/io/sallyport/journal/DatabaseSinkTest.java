package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.BatchWriterSettings;
import io.sallyport.database.BatchWriterState;
import io.sallyport.json.Json;
import io.sallyport.lang.Header;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DatabaseSinkTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("AU23")
    @Timeout(120)
    void dropsAndCountsWhileTheDatabaseStandsStill() throws Exception {
        Partitions.keep(database.database(), CLOCK, RetentionSettings.DEFAULT);
        DatabaseSink sink = sink();

        long usual = database.database().inTransaction(transaction -> {
            transaction.attach(LockTable.class).lock();
            return usualOf(3_000, sink);
        });
        sink.close();

        BatchWriterState state = state(sink, "request_log");
        assertThat(state.total()).isEqualTo(3_000);
        assertThat(state.dropped()).isGreaterThan(1_500);
        // Most of them met a full buffer; the machine may have stopped in the middle of any of them.
        assertThat(Duration.ofNanos(usual)).isLessThan(INTERVAL);
        assertThat(rows()).isEqualTo(3_000 - (int) state.dropped());
    }

    @Test
    @Tag("AU18")
    void skipsHealthChecks() {
        Partitions.keep(database.database(), CLOCK, RetentionSettings.DEFAULT);

        try (DatabaseSink sink = sink()) {
            sink.take(Calls.call().path("/healthz").at(NOW));
            sink.take(Calls.call().path("/v1/models").at(NOW));
        }

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void keepsHeadersAsTheyWereSent() {
        Partitions.keep(database.database(), CLOCK, RetentionSettings.DEFAULT);
        String odd = "a \"quoted\" \\back\\ slash,\ttab, é and 漢";

        try (DatabaseSink sink = sink()) {
            sink.take(Calls.call()
                    .headers(
                            new Header("x-note", odd),
                            new Header("x-note", ""),
                            new Header("x-long", "[\"]".repeat(100)),
                            new Header("accept", "*/*"))
                    .at(NOW));
        }

        String kept = database.rows("select headers::text from request_log")
                .getFirst()
                .getFirst();
        Json headers = Json.parse(kept);
        assertThat(headers.at(0).at(0).text()).isEqualTo("x-note");
        assertThat(headers.at(0).at(1).text()).isEqualTo(odd);
        assertThat(headers.at(1).at(1).text()).isEmpty();
        assertThat(headers.at(2).at(1).text()).isEqualTo("[\"]".repeat(100));
        assertThat(headers.at(3).at(1).text()).isEqualTo("*/*");
        assertThat(headers.size()).isEqualTo(4);
    }

    @Test
    void countsRowsWithoutADayAsDropped() {
        DatabaseSink sink = sink();

        sink.take(Calls.call().at(NOW));
        sink.close();

        assertThat(state(sink, "request_log").dropped()).isEqualTo(1);
        assertThat(state(sink, "usage_record").dropped()).isEqualTo(1);
        assertThat(state(sink, "attempt").total()).isZero();
    }

    /// Half of the calls took no longer.
    private static long usualOf(int calls, DatabaseSink sink) {
        long[] took = new long[calls];
        for (int i = 0; i < calls; i++) {
            CallRecord call = Calls.call().at(NOW);
            long start = System.nanoTime();
            sink.take(call);
            took[i] = System.nanoTime() - start;
        }
        Arrays.sort(took);
        return took[calls / 2];
    }

    private static BatchWriterState state(DatabaseSink sink, String table) {
        return Objects.requireNonNull(sink.states().get(table));
    }

    private int rows() {
        return new RequestLog(database.database())
                .numbered(RequestFilter.ALL, 1, 1)
                .total();
    }

    private DatabaseSink sink() {
        JournalSettings settings = new JournalSettings(
                true,
                Capture.FULL,
                CaptureRules.DEFAULT_BODY_SIZE,
                HealthChecks.SKIPPED,
                new BatchWriterSettings(500, 50, INTERVAL, 1),
                RetentionSettings.DEFAULT);
        return DatabaseSink.open(database.database(), settings, CLOCK);
    }

    /// Holds what every writer needs.
    interface LockTable {
        @SqlUpdate("lock table request_log in access exclusive mode")
        int lock();
    }
}
