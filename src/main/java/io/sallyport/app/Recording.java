package io.sallyport.app;

import io.sallyport.app.settings.DeploymentProfile;
import io.sallyport.app.settings.Settings;
import io.sallyport.database.Database;
import io.sallyport.database.Sweep;
import io.sallyport.guardrail.GuardrailRunTable;
import io.sallyport.guardrail.GuardrailRuns;
import io.sallyport.guardrail.RecordedRuns;
import io.sallyport.journal.Capture;
import io.sallyport.journal.CaptureRules;
import io.sallyport.journal.DatabaseSink;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.Journal;
import io.sallyport.journal.JournalSettings;
import io.sallyport.journal.JournalSink;
import io.sallyport.journal.JsonLogLine;
import io.sallyport.journal.LogLine;
import io.sallyport.journal.Partitions;
import io.sallyport.journal.audit.AuditDuty;
import io.sallyport.journal.audit.AuditSettings.Required;
import io.sallyport.journal.export.CallExports;
import io.sallyport.journal.export.ExportSettings;
import io.sallyport.net.Outbound;
import io.sallyport.telemetry.LineWriter;
import io.sallyport.telemetry.LogSetup;
import io.sallyport.telemetry.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What is written down of every call: the journal and where its entries end up.
final class Recording implements AutoCloseable {
    private final Launch launch;
    private final Database database;
    private final Outbound outbound;
    private final Sight sight;
    private final OpenParts open = new OpenParts();
    private final Journal journal;
    private final RecordedRuns runs;

    private final Auditing auditing;
    private final AtomicReference<Required> required = new AtomicReference<>(Required.NOBODY);
    private Optional<DatabaseSink> log = Optional.empty();

    /// @param outbound the way to OpenSearch, and to wherever calls are exported
    Recording(Launch launch, Database database, Outbound outbound, Sight sight, Meters meters) {
        this.launch = launch;
        this.database = database;
        this.outbound = outbound;
        this.sight = sight;
        Settings settings = launch.settings();
        JournalSettings recording = settings.journal();
        Capture ceiling = settings.profile() == DeploymentProfile.FOUNDATION ? Capture.METADATA : Capture.FULL;
        CaptureRules rules = CaptureRules.under(ceiling, recording.capture(), recording.maxBodySize());
        GuardrailRunTable past = database.attach(GuardrailRunTable.class);
        Duration kept = Duration.ofDays(recording.retention().metadataDays());
        open.closing(Sweep.open(
                "guardrail-run", most -> past.sweep(launch.clock().instant().minus(kept), most)));
        this.runs =
                open.closing(RecordedRuns.open(database, settings.guardrails().writer(), meters, launch.clock()));
        this.auditing = open.closing(new Auditing(launch, outbound, sight));
        this.journal =
                new Journal(launch.clock(), rules, sinks(recording), new AuditDuty(required::get, this::canRecord));
    }

    /// Whether one place at least would take the record of a call now.
    private boolean canRecord() {
        return auditing.isKeeping() || log.filter(DatabaseSink::isKeeping).isPresent();
    }

    /// @param ids whose calls are refused while they cannot be recorded
    void require(Required ids) {
        required.set(ids);
    }

    Auditing auditing() {
        return auditing;
    }

    private List<JournalSink> sinks(JournalSettings recording) {
        List<JournalSink> sinks = new ArrayList<>(sight.sinks());
        sinks.add(logLine(recording.healthChecks(), recording.capture()));
        if (recording.enabled()) {
            open.closing(Partitions.open(database, launch.clock(), recording.retention()));
            DatabaseSink sink = open.closing(DatabaseSink.open(database, recording, launch.clock()));
            sight.watch(sink, runs::state);
            sinks.add(sink);
            log = Optional.of(sink);
        }
        sinks.addAll(auditing.sinks());
        sinks.add(exports(recording));
        return sinks;
    }

    /// With zero retention nothing leaves the gateway either.
    private CallExports exports(JournalSettings recording) {
        ExportSettings wanted = recording.retention().zeroRetention()
                ? ExportSettings.NONE
                : launch.settings().export();
        CallExports exports = CallExports.open(
                wanted,
                new CallExports.Kept(recording.healthChecks(), recording.capture()),
                outbound,
                launch.service(),
                launch.clock());
        exports.all().forEach(open::closing);
        sight.watch(exports.all());
        return exports;
    }

    private JournalSink logLine(HealthChecks healthChecks, Capture capture) {
        if (!LogSetup.writesJson(launch.settings().log())) {
            return new LogLine(healthChecks, capture);
        }
        LineWriter lines = open.closing(LineWriter.toStandardError());
        sight.watch(lines);
        return new JsonLogLine(healthChecks, capture, launch.service(), lines);
    }

    GuardrailRuns runs() {
        return runs;
    }

    Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        open.close();
    }
}
