package io.sallyport.journal.export;

import io.sallyport.journal.CallJson;
import io.sallyport.journal.CallRecord;
import io.sallyport.journal.Capture;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.JournalSink;
import io.sallyport.json.Json;
import io.sallyport.net.Outbound;
import io.sallyport.telemetry.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One [CallExport] for each target that is set up; all of them bring the same JSON of a call.
///
/// Threads: `take` never waits.
public final class CallExports implements JournalSink {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<CallExport> all;
    private final Kept kept;

    private CallExports(List<CallExport> all, Kept kept) {
        this.all = List.copyOf(all);
        this.kept = kept;
    }

    /// What is kept of calls.
    ///
    /// @param capture the end user is named only where headers may be kept, too
    public record Kept(HealthChecks healthChecks, Capture capture) {}

    /// Begins to bring calls there; nothing without targets.
    ///
    /// @param outbound the way to all of them
    public static CallExports open(
            ExportSettings settings, Kept kept, Outbound outbound, Service service, Clock clock) {
        List<CallExport> all = new ArrayList<>();
        Post post = new Post(outbound);
        settings.file().ifPresent(file -> all.add(CallExport.open(new FileTarget(file), SOON, clock)));
        settings.bucket()
                .ifPresent(bucket -> all.add(CallExport.open(new BucketTarget(bucket, post), bucket.every(), clock)));
        settings.webhook()
                .ifPresent(webhook -> all.add(CallExport.open(new WebhookTarget(webhook, post), SOON, clock)));
        settings.kafka().ifPresent(kafka -> all.add(CallExport.open(new KafkaTarget(kafka), SOON, clock)));
        settings.collector()
                .ifPresent(collector ->
                        all.add(CallExport.open(new CollectorTarget(collector, service, post), SOON, clock)));
        return new CallExports(all, kept);
    }

    /// Each of them, for its state and its end.
    public List<CallExport> all() {
        return all;
    }

    @Override
    public void take(CallRecord call) {
        if (all.isEmpty() || kept.healthChecks().skips(call)) {
            return;
        }
        Json line = CallJson.of(call, kept.capture());
        all.forEach(export -> export.offer(line));
    }
}
