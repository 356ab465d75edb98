package io.sallyport.ops;

import io.sallyport.counters.GuardedCounters;
import io.sallyport.database.BatchWriterState;
import io.sallyport.database.Database;
import io.sallyport.journal.audit.AuditState;
import io.sallyport.journal.audit.AuditTrail;
import io.sallyport.journal.export.CallExport;
import io.sallyport.journal.export.ExportState;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import io.sallyport.usage.Estimator;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Declares what this instance knows about itself: its connections, its writers, the calls it holds.
public final class InstanceMeters {
    private static final long MILLIS = 1_000;

    private InstanceMeters() {}

    /// How busy the connection pool is.
    public static void observe(Meters meters, Database database) {
        meters.observe(
                Metric.gauge("sallyport_database_connections", "Connections to the database by state.", "state"),
                Map.of(
                        List.of("active"), () -> database.pool().active(),
                        List.of("idle"), () -> database.pool().idle(),
                        List.of("waiting"), () -> database.pool().waiting()));
        meters.observe(
                Metric.gauge("sallyport_database_connections_max", "Most connections to the database."),
                () -> database.pool().max());
    }

    /// How many calls run now, over all instances together.
    public static void observe(Meters meters, LongSupplier inFlight) {
        meters.observe(Metric.level("sallyport_calls_in_flight", "Requests being answered now."), inFlight);
    }

    /// How many clients are connected to the main listener.
    public static void observeConnections(Meters meters, LongSupplier connections) {
        meters.observe(
                Metric.level("sallyport_client_connections", "Connections of clients that are open."), connections);
    }

    /// Whether the settings files could be taken over as they are now.
    ///
    /// @param problems how many were found in them at the last look
    public static void observeSettings(Meters meters, LongSupplier problems) {
        meters.observe(
                Metric.gauge(
                        "sallyport_settings_problems",
                        "Problems in the settings files as they are now; while there are any, the older settings stay."),
                problems);
    }

    /// When the certificate of the main listener ends; nothing is shown in the clear.
    ///
    /// @param until asked anew each time, as certificates are renewed
    public static void observeCertificate(Meters meters, Supplier<Optional<Instant>> until) {
        if (until.get().isPresent()) {
            meters.observe(
                    Metric.gauge(
                            "sallyport_certificate_not_after_seconds",
                            "When the certificate of the main listener ends, in seconds since 1970."),
                    () -> until.get().map(Instant::getEpochSecond).orElse(0L));
        }
    }

    /// What is left out for want of memory.
    public static void observe(Meters meters, HeapWatch heap) {
        meters.observe(
                Metric.gauge(
                        "sallyport_shedding_stage",
                        "What is left out for want of memory, from 0, nothing, to 3, new connections."),
                () -> heap.stage().level());
        meters.observe(
                Metric.gauge(
                        "sallyport_heap_live_percent",
                        "What was in use after the last full collection, in percent of the most there may be."),
                heap::livePercent);
    }

    /// How many lines about calls the log has lost.
    public static void observe(Meters meters, LineWriter lines) {
        meters.observe(
                Metric.counter(
                        "sallyport_log_lines_dropped_total",
                        "Log lines about calls that were not written.",
                        List.of(),
                        List.of()),
                lines::dropped);
    }

    /// How many reports of tokens were not believed.
    public static void observe(Meters meters, Estimator estimator) {
        meters.observe(
                Metric.counter(
                        "sallyport_usage_reports_refused_total",
                        "Reports of tokens that no model can have used.",
                        List.of(),
                        List.of()),
                estimator::refused);
    }

    /// Whether limits are shared with other instances now.
    public static void observe(Meters meters, GuardedCounters counters) {
        meters.observe(
                Metric.gauge(
                        "sallyport_limits_shared",
                        "1 while limits are shared with other instances, 0 while this one decides on its own share."),
                () -> counters.state().shared() ? 1 : 0);
        meters.observe(
                Metric.gauge("sallyport_limits_instances", "Instances that share limits, as far as this one knows."),
                counters::instances);
        meters.observe(
                Metric.counter(
                        "sallyport_limits_local_decisions_total",
                        "Decisions about limits that were not shared.",
                        List.of(),
                        List.of()),
                counters::localDecisions);
    }

    /// How the audit trail does.
    public static void observe(Meters meters, AuditTrail trail) {
        Trailing audit = new Trailing(meters, trail);
        audit.counter("sent_total", "Audit events that OpenSearch has got.", AuditState::sent);
        audit.counter("rejected_total", "Audit events that OpenSearch will never take.", AuditState::rejected);
        audit.counter("dropped_total", "Audit events that were lost for want of room.", AuditState::dropped);
        audit.gauge("spool_events", "Audit events on disk that OpenSearch has not got yet.", AuditState::waiting);
        audit.gauge("spool_bytes", "Bytes of the audit spool.", AuditState::spoolBytes);
        audit.gauge("spool_room_bytes", "Most bytes of the audit spool.", AuditState::spoolRoom);
        audit.gauge(
                "spool_oldest_seconds",
                "Age of the oldest audit event that waits.",
                state -> state.oldest().toSeconds());
        audit.gauge("spool_damaged_files", "Files of the spool in which bytes were no event.", AuditState::damaged);
        audit.gauge(
                "up",
                "1 while audit events arrive, 0 while they wait.",
                state -> state.trouble().isPresent() ? 0 : 1);
    }

    /// What became of calls that are brought elsewhere.
    public static void observe(Meters meters, List<CallExport> exports) {
        Map<String, Supplier<ExportState>> states = new LinkedHashMap<>();
        exports.forEach(export -> states.put(export.name(), export::state));
        Declaring<ExportState> declaring = new Declaring<>(meters, "sallyport_export_", "target", states);
        declaring.gauge("waiting", "Calls that wait for their export.", ExportState::waiting);
        declaring.counter("sent_total", "Calls that were exported.", ExportState::sent);
        declaring.counter("dropped_total", "Calls that were lost on their export.", ExportState::dropped);
    }

    /// What the batched writers of the log do (requirement OB17).
    ///
    /// @param writers their states by name, for example `request_log`
    public static void observe(Meters meters, Map<String, Supplier<BatchWriterState>> writers) {
        Declaring<BatchWriterState> log = new Declaring<>(meters, "sallyport_log_writer_", "writer", writers);
        log.gauge("enabled", "1 when the writer is on.", state -> state.enabled() ? 1 : 0);
        log.counter("rows_total", "Rows that were offered.", BatchWriterState::total);
        log.counter("dropped_total", "Rows that were not written.", BatchWriterState::dropped);
        log.counter("failed_batches_total", "Batches given up after all retries.", BatchWriterState::failedBatches);
        log.gauge("queue_depth", "Rows that wait.", BatchWriterState::queueDepth);
        log.gauge("queue_capacity", "Rows that can wait.", BatchWriterState::capacity);
        log.gauge("workers", "Threads that write.", BatchWriterState::workers);
        log.gauge("batch_size", "Rows that are written together.", BatchWriterState::batchSize);
        log.millis(
                "flush_interval_seconds",
                "Longest wait of a row for its batch.",
                state -> state.flushInterval().toMillis());
        log.millis("last_flush_timestamp_seconds", "End of the last successful write; 0 before it.", state -> {
            Instant last = state.lastFlush();
            return last == null ? 0 : last.toEpochMilli();
        });
    }

    /// Declares metrics about the audit trail.
    private record Trailing(Meters meters, AuditTrail trail) {
        private static final String PREFIX = "sallyport_audit_";

        void counter(String name, String help, ToLongFunction<AuditState> number) {
            meters.observe(
                    Metric.counter(PREFIX + name, help, List.of(), List.of()), () -> number.applyAsLong(trail.state()));
        }

        void gauge(String name, String help, ToLongFunction<AuditState> number) {
            meters.observe(Metric.gauge(PREFIX + name, help), () -> number.applyAsLong(trail.state()));
        }
    }

    /// Declares metrics with one series for each of some things of a kind.
    ///
    /// @param label names the thing
    /// @param states how each of them does
    private record Declaring<S>(Meters meters, String prefix, String label, Map<String, Supplier<S>> states) {
        void counter(String name, String help, ToLongFunction<S> number) {
            observe(Metric.counter(prefix + name, help, List.of(), List.of(label)), number);
        }

        void gauge(String name, String help, ToLongFunction<S> number) {
            observe(Metric.gauge(prefix + name, help, label), number);
        }

        void millis(String name, String help, ToLongFunction<S> number) {
            observe(Metric.gauge(prefix + name, help, label).countedPer(MILLIS), number);
        }

        private void observe(Metric metric, ToLongFunction<S> number) {
            Map<List<String>, LongSupplier> numbers = new LinkedHashMap<>();
            states.forEach((thing, state) -> numbers.put(List.of(thing), () -> number.applyAsLong(state.get())));
            meters.observe(metric, numbers);
        }
    }
}
