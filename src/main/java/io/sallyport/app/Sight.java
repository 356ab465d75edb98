package io.sallyport.app;

import io.sallyport.admin.StatusRoutes.Instance;
import io.sallyport.alert.BackendCounts;
import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.counters.GuardedCounters;
import io.sallyport.database.BatchWriterState;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.journal.DatabaseSink;
import io.sallyport.journal.JournalSink;
import io.sallyport.journal.MetricsSink;
import io.sallyport.journal.MetricsSink.Identities;
import io.sallyport.journal.TraceSink;
import io.sallyport.journal.audit.AuditTrail;
import io.sallyport.journal.export.CallExport;
import io.sallyport.ops.HeapWatch;
import io.sallyport.ops.InstanceMeters;
import io.sallyport.ops.OpsRoutes;
import io.sallyport.ops.OpsRoutes.Metrics;
import io.sallyport.ops.Probe;
import io.sallyport.ops.Probe.Weight;
import io.sallyport.ops.Readiness;
import io.sallyport.ops.Running;
import io.sallyport.ops.SharedMeters;
import io.sallyport.portal.Visitor;
import io.sallyport.portal.Visitor.Standing;
import io.sallyport.portal.Visitors;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Upstream;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.DailyActive.Surface;
import io.sallyport.telemetry.Exposition;
import io.sallyport.telemetry.JvmMeters;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.MetricsPush;
import io.sallyport.telemetry.ObservabilitySettings;
import io.sallyport.telemetry.Reading;
import io.sallyport.telemetry.Service;
import io.sallyport.telemetry.Tracing;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What operators see of a running gateway: metrics, traces, readiness.
final class Sight implements AutoCloseable {
    private static final List<String> MODEL_PATHS =
            List.of("/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/embeddings", "/v1/models");

    private final ObservabilitySettings settings;
    private final Meters meters;
    private final DailyActive active = new DailyActive();
    private final JvmMeters machine = new JvmMeters();
    private final Tracing tracing;
    private final MetricsPush push;
    private final SharedMeters shared;
    private final List<Probe> probes = new ArrayList<>();

    Sight(Settings settings, Service service, Database database, Meters meters, Clock clock) {
        this.settings = settings.observability();
        this.meters = meters;
        this.tracing = Tracing.open(this.settings.collector(), service);
        this.push = MetricsPush.open(this.settings.collector(), service, meters);
        this.shared = SharedMeters.open(database, meters, active, clock.withZone(settings.timezone()));
        probes.add(Probe.of(database));
        InstanceMeters.observe(meters, database);
    }

    /// The sinks that turn finished calls into metrics and spans.
    List<JournalSink> sinks() {
        List<JournalSink> sinks = new ArrayList<>();
        Identities identities = settings.identityLabels() ? Identities.SHOWN : Identities.HIDDEN;
        sinks.add(new MetricsSink(meters, active, identities));
        if (tracing.isOn()) {
            sinks.add(new TraceSink(tracing));
        }
        return sinks;
    }

    /// Names this instance among those that share the database.
    String instance() {
        return shared.id();
    }

    /// The instances that share the database.
    List<Instance> instances() {
        return shared.instances().stream()
                .map(one -> new Instance(one.id(), one.program(), one.settings(), one.changes()))
                .toList();
    }

    /// Tells the others what this instance runs.
    void tell(SettingsInForce settings, Changes changes) {
        shared.tell(() -> new Running(Version.text(), settings.digest(), changes.reached()));
    }

    /// What all instances counted, and what this one shows.
    List<Reading> readings() {
        return shared.readings();
    }

    /// What all instances counted at every backend.
    BackendCounts backendCounts() {
        return new BackendMeters(shared::readings);
    }

    Tracing tracing() {
        return tracing;
    }

    /// Notes who looks at pages (requirement OB6).
    Visitors noting(Visitors visitors) {
        return request -> {
            Visitor visitor = visitors.identify(request);
            if (visitor.standing() != Standing.NOBODY) {
                active.seen(Surface.PORTAL, visitor.id());
            }
            return visitor;
        };
    }

    /// Shows what the writers of the log do (requirement OB17).
    ///
    /// @param runs the writer of guardrail runs
    void watch(DatabaseSink sink, Supplier<BatchWriterState> runs) {
        Map<String, Supplier<BatchWriterState>> writers = new LinkedHashMap<>();
        writers.put("guardrail_run", runs);
        for (String table : sink.states().keySet()) {
            writers.put(table, () -> sink.states().getOrDefault(table, BatchWriterState.OFF));
        }
        InstanceMeters.observe(meters, writers);
    }

    /// Shows whether limits are shared with other instances (security row F13).
    void watch(GuardedCounters counters) {
        InstanceMeters.observe(meters, counters);
        if (counters.isOverRedis()) {
            probes.add(Probe.of(counters));
        }
    }

    /// Shows whether the database has become older.
    void watch(Changes changes) {
        probes.add(Probe.of(changes));
    }

    /// Shows whether there is memory for new calls.
    void watch(HeapWatch heap) {
        probes.add(Probe.of(heap));
        InstanceMeters.observe(meters, heap);
    }

    /// Shows whether the certificate of the main listener lasts.
    void watch(CertificateCheck certificate) {
        probes.add(new Probe("certificate", Weight.HELPFUL, Duration.ofSeconds(1), certificate::problem));
    }

    /// Shows how the audit trail does.
    void watch(AuditTrail trail) {
        InstanceMeters.observe(meters, trail);
    }

    /// Shows what became of calls that are brought elsewhere.
    void watch(List<CallExport> exports) {
        if (!exports.isEmpty()) {
            InstanceMeters.observe(meters, exports);
        }
    }

    /// Shows how many log lines were lost.
    void watch(LineWriter lines) {
        InstanceMeters.observe(meters, lines);
    }

    List<Route> mainRoutes(Supplier<Backends> backends, BooleanSupplier draining, FailureWriter failures) {
        return OpsRoutes.main(
                parts(backends, draining, failures), shown(settings.enableMetrics() && settings.mainMetrics()));
    }

    List<Route> metricsRoutes(Supplier<Backends> backends, BooleanSupplier draining, FailureWriter failures) {
        return OpsRoutes.metrics(parts(backends, draining, failures), shown(settings.enableMetrics()));
    }

    private static Metrics shown(boolean on) {
        return on ? Metrics.SHOWN : Metrics.HIDDEN;
    }

    private OpsRoutes.Parts parts(Supplier<Backends> backends, BooleanSupplier draining, FailureWriter failures) {
        return new OpsRoutes.Parts(
                new Readiness(probes, draining),
                () -> endpoints(backends.get()),
                meters,
                shared,
                new Exposition(machine),
                failures);
    }

    private static Map<String, List<String>> endpoints(Backends backends) {
        Map<String, List<String>> endpoints = new LinkedHashMap<>();
        for (Upstream upstream : backends.enabled()) {
            List<String> paths = new ArrayList<>(MODEL_PATHS);
            upstream.backend().endpoints().forEach(declared -> paths.add(declared.path()));
            endpoints.put(upstream.name(), paths);
        }
        return endpoints;
    }

    @Override
    public void close() {
        shared.close();
        push.close();
        tracing.close();
        machine.close();
    }
}
