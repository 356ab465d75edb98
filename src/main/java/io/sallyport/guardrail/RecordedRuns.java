package io.sallyport.guardrail;

import io.sallyport.database.BatchWriter;
import io.sallyport.database.BatchWriterSettings;
import io.sallyport.database.BatchWriterState;
import io.sallyport.database.Database;
import io.sallyport.guardrail.GuardrailRun.Result;
import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.Family;
import io.sallyport.telemetry.Histogram;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/// Writes runs to the database behind the calls' backs, and counts them (requirements GU11, GU22, OB13).
///
/// Threads: `take` never blocks; `close` waits for what is queued.
public final class RecordedRuns implements GuardrailRuns, AutoCloseable {
    private static final List<String> NONE = List.of();
    private static final List<String> LABELS = List.of("guardrail", "layer");
    /// Microseconds.
    private static final List<Long> BOUNDS =
            List.of(10L, 50L, 100L, 500L, 1_000L, 5_000L, 25_000L, 100_000L, 500_000L, 2_000_000L, 5_000_000L);

    private final BatchWriter<GuardrailRun> writer;
    private final Family<Counter> runs;
    private final Family<Histogram> durations;

    private RecordedRuns(BatchWriter<GuardrailRun> writer, Meters meters) {
        this.writer = writer;
        this.runs = meters.counters(Metric.counter(
                "sallyport_guardrail_runs_total",
                "Looks of guardrails at calls.",
                NONE,
                List.of("guardrail", "layer", "result")));
        this.durations = meters.histograms(Metric.durations(
                "sallyport_guardrail_duration_seconds", "Time a guardrail took for a look.", NONE, LABELS, BOUNDS));
    }

    /// Starts the writer.
    public static RecordedRuns open(Database database, BatchWriterSettings settings, Meters meters, Clock clock) {
        return new RecordedRuns(
                BatchWriter.open("guardrail_run", database, new GuardrailRunTarget(), settings, clock), meters);
    }

    @Override
    public void take(GuardrailRun run) {
        String layer = run.layer().name().toLowerCase(Locale.ROOT);
        String result = run.result().name().toLowerCase(Locale.ROOT);
        runs.with(List.of(run.name(), layer, result)).increment();
        if (run.result() != Result.NOT_SCANNED) {
            durations.with(List.of(run.name(), layer)).observe(run.micros());
        }
        writer.offer(run);
    }

    /// What the writer has done.
    public BatchWriterState state() {
        return writer.state();
    }

    @Override
    public void close() {
        writer.close();
    }
}
