package io.sallyport.journal.export;

import io.sallyport.journal.Capture;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.export.CallExport.Rules;
import io.sallyport.net.Outbound;
import io.sallyport.telemetry.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One [CallExport] for each target that is set up.
public final class CallExports {
    private static final Duration SOON = Duration.ofSeconds(1);

    private CallExports() {}

    /// What is kept of calls.
    ///
    /// @param capture the end user is named only where headers may be kept, too
    public record Kept(HealthChecks healthChecks, Capture capture) {}

    /// Begins to bring calls there; nothing without targets.
    ///
    /// @param outbound the way to all of them
    public static List<CallExport> open(
            ExportSettings settings, Kept kept, Outbound outbound, Service service, Clock clock) {
        List<CallExport> exports = new ArrayList<>();
        Post post = new Post(outbound);
        Rules soon = new Rules(kept.healthChecks(), kept.capture(), SOON);
        settings.file().ifPresent(file -> exports.add(CallExport.open(new FileTarget(file), soon, clock)));
        settings.bucket().ifPresent(bucket -> {
            Rules rules = new Rules(kept.healthChecks(), kept.capture(), bucket.every());
            exports.add(CallExport.open(new BucketTarget(bucket, post), rules, clock));
        });
        settings.webhook()
                .ifPresent(webhook -> exports.add(CallExport.open(new WebhookTarget(webhook, post), soon, clock)));
        settings.kafka().ifPresent(kafka -> exports.add(CallExport.open(new KafkaTarget(kafka), soon, clock)));
        settings.collector()
                .ifPresent(collector ->
                        exports.add(CallExport.open(new CollectorTarget(collector, service, post), soon, clock)));
        return exports;
    }
}
