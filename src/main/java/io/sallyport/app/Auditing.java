package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import io.sallyport.journal.JournalSettings;
import io.sallyport.journal.JournalSink;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.audit.AuditReader;
import io.sallyport.journal.audit.AuditSettings;
import io.sallyport.journal.audit.AuditTrail;
import io.sallyport.journal.audit.LogReader;
import io.sallyport.journal.audit.OpenSearch;
import io.sallyport.journal.audit.OpenSearchReader;
import io.sallyport.net.Outbound;
import java.util.List;
import java.util.Optional;

/// The audit trail beside the request log, where an OpenSearch is configured.
final class Auditing implements AutoCloseable {
    private static final String FOLDER = "audit";

    private final Optional<OpenSearch> search;
    private final Optional<AuditTrail> trail;

    Auditing(Launch launch, Outbound outbound, Sight sight) {
        AuditSettings settings = launch.settings().audit();
        JournalSettings recording = launch.settings().journal();
        boolean keepsNothing = recording.retention().zeroRetention();
        this.search = settings.cluster().filter(_ -> !keepsNothing).map(cluster -> new OpenSearch(outbound, cluster));
        this.trail = search.map(cluster -> AuditTrail.open(
                new AuditTrail.Parts(
                        cluster,
                        launch.dataFolder().resolve(FOLDER),
                        settings.spoolBytes(),
                        recording.healthChecks(),
                        recording.retention()),
                launch.clock()));
        trail.ifPresent(sight::watch);
    }

    List<JournalSink> sinks() {
        return trail.<List<JournalSink>>map(List::of).orElse(List.of());
    }

    /// Whether an event of a call that ended now would be kept here.
    boolean isKeeping() {
        return trail.filter(AuditTrail::isKeeping).isPresent();
    }

    /// Where operators read the trail: OpenSearch, else the request log.
    AuditReader reader(RequestLog log) {
        return search.<AuditReader>map(OpenSearchReader::new).orElseGet(() -> new LogReader(log));
    }

    /// How OpenSearch and the way to it do; nothing where none is configured.
    StatusCheck check() {
        return () -> search.flatMap(
                        cluster -> trail.map(kept -> OpenSearchCheck.look(new OpenSearchReader(cluster), kept.state())))
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public void close() {
        trail.ifPresent(AuditTrail::close);
    }
}
