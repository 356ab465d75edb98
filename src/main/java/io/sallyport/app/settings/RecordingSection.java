package io.sallyport.app.settings;

import io.sallyport.database.BatchWriterSettings;
import io.sallyport.journal.Capture;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.JournalSettings;
import io.sallyport.journal.RetentionSettings;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import java.time.Duration;
import java.util.Optional;

/// Declares `content_capture`, `logging` and `retention`.
final class RecordingSection {
    private static final Kind<Integer> DAYS = Kind.number(1, 3660);

    private RecordingSection() {}

    static JournalSettings read(Section root, DeploymentProfile profile) {
        Capture capture = capture(root, profile);
        Logging logging = root.section("logging", "The request log.", Logging::read);
        return new JournalSettings(
                logging.enabled(),
                capture,
                logging.maxBodySize(),
                logging.healthChecks(),
                logging.writer(),
                root.section("retention", "How long records stay, in days.", RecordingSection::retention));
    }

    private static Capture capture(Section root, DeploymentProfile profile) {
        Optional<Capture> asked = root.key(
                        "content_capture",
                        "What the request log may keep of a call: none, metadata (headers without secrets),"
                                + " masked (bodies too, of calls that guardrails masked on both ways) or full"
                                + " (every body). Default: none in casual, else metadata."
                                + " Foundation keeps at most metadata.")
                .optional(Kind.choice(Capture.class));
        boolean keepsBodies =
                asked.filter(word -> word.compareTo(Capture.METADATA) > 0).isPresent();
        if (profile == DeploymentProfile.FOUNDATION && keepsBodies) {
            root.problem("content_capture", "must be at most metadata in the foundation profile");
        }
        return asked.orElse(profile == DeploymentProfile.CASUAL ? Capture.NONE : Capture.METADATA);
    }

    /// What stands under `logging`.
    private record Logging(boolean enabled, BatchWriterSettings writer, int maxBodySize, HealthChecks healthChecks) {

        static Logging read(Section logging) {
            boolean enabled = logging.key("enabled", "Keeps a line per call in the database.")
                    .on();
            BatchWriterSettings writer = writer(logging);
            int maxBodySize = logging.key("max_body_size", "Most bytes kept of one body.")
                    .or(Kind.BYTES, JournalSettings.DEFAULT.maxBodySize());
            boolean skip = logging.key("skip_health_check", "Leaves health checks out.")
                    .on();
            boolean skipOnError = logging.key(
                            "skip_on_error", "A failure to log never fails a call; only true is possible.")
                    .on();
            if (!skipOnError) {
                logging.problem("skip_on_error", "must be true; the log is written after the answer");
            }
            return new Logging(enabled, writer, maxBodySize, skip ? HealthChecks.SKIPPED : HealthChecks.LOGGED);
        }

        private static BatchWriterSettings writer(Section logging) {
            BatchWriterSettings usual = BatchWriterSettings.DEFAULTS;
            int buffer = logging.key("buffer_size", "Calls that may wait; more are dropped and counted.")
                    .or(Kind.number(1, 1_000_000), usual.bufferSize());
            int batch = logging.key("batch_size", "Waiting calls that start a write.")
                    .or(Kind.number(1, 1_000_000), usual.batchSize());
            if (batch > buffer) {
                logging.problem("batch_size", "must not be more than buffer_size, which is " + buffer);
            }
            return new BatchWriterSettings(
                    buffer,
                    Math.min(batch, buffer),
                    logging.key("flush_interval", "Longest wait before a write.")
                            .or(Kind.duration(Duration.ofMillis(10), Duration.ofMinutes(1)), usual.flushInterval()),
                    logging.key("workers", "Threads that write; with one, calls keep their order.")
                            .or(Kind.number(1, 16), usual.workers()));
        }
    }

    private static RetentionSettings retention(Section retention) {
        RetentionSettings usual = RetentionSettings.DEFAULT;
        int metadata =
                retention.key("metadata_days", "Lines of the request log.").or(DAYS, usual.metadataDays());
        Optional<Integer> content = retention
                .key(
                        "content_days",
                        "Kept bodies. Default: " + usual.contentDays() + ", never more than metadata_days.")
                .optional(DAYS);
        if (content.orElse(0) > metadata) {
            retention.problem("content_days", "must not be more than metadata_days, which is " + metadata);
        }
        return new RetentionSettings(
                metadata,
                Math.min(content.orElse(usual.contentDays()), metadata),
                retention
                        .key("usage_days", "Usage of single calls; the sums stay.")
                        .or(DAYS, usual.usageDays()),
                retention.key("zero_retention", "Writes no row of any kind.").off());
    }
}
