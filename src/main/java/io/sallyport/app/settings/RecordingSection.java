package io.sallyport.app.settings;

import io.sallyport.app.settings.RecordingSettings.Logging;
import io.sallyport.app.settings.RecordingSettings.Retention;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import java.time.Duration;
import java.util.Optional;

/// Declares `audit`, `content_capture`, `logging` and `retention`.
final class RecordingSection {
    private static final Kind<Integer> DAYS = Kind.number(1, 36_500);

    private RecordingSection() {}

    static RecordingSettings read(Section root, DeploymentProfile profile) {
        return new RecordingSettings(
                root.section(
                        "audit",
                        "The audit trail.",
                        audit -> audit.key("enabled", "Records who called and what was changed; never content.")
                                .off()),
                content(root, profile),
                root.section("logging", "The request log.", RecordingSection::logging),
                root.section("retention", "How long records stay.", RecordingSection::retention));
    }

    private static ContentCapture content(Section root, DeploymentProfile profile) {
        Optional<ContentCapture> asked = root.key(
                        "content_capture",
                        "What the request log may keep of a call: none, metadata (headers without secrets)"
                                + " or full (bodies too). Default: none in casual, else metadata."
                                + " Foundation refuses full.")
                .optional(Kind.choice(ContentCapture.class));
        if (profile == DeploymentProfile.FOUNDATION && asked.equals(Optional.of(ContentCapture.FULL))) {
            root.problem("content_capture", "must not be full in the foundation profile");
        }
        return asked.orElse(profile == DeploymentProfile.CASUAL ? ContentCapture.NONE : ContentCapture.METADATA);
    }

    private static Logging logging(Section logging) {
        int buffer = logging.key("buffer_size", "Calls that may wait; more are dropped and counted.")
                .or(Kind.number(1, 1_000_000), 1000);
        int batch =
                logging.key("batch_size", "Waiting calls that start a write.").or(Kind.number(1, 1_000_000), 10);
        if (batch > buffer) {
            logging.problem("batch_size", "must not be more than buffer_size, which is " + buffer);
        }
        boolean skip = logging.key("skip_on_error", "A failure to log never fails a call; only true is possible.")
                .on();
        if (!skip) {
            logging.problem("skip_on_error", "must be true; the log is written after the answer");
        }
        return new Logging(
                logging.key("enabled", "Keeps a line per call in the database.").on(),
                buffer,
                Math.min(batch, buffer),
                logging.key("flush_interval", "Longest wait before a write.")
                        .or(Kind.duration(Duration.ofMillis(10), Duration.ofMinutes(1)), Duration.ofSeconds(1)),
                logging.key("workers", "Threads that write.").or(Kind.number(1, 16), 3),
                logging.key("max_body_size", "Most bytes kept of one body.").or(Kind.BYTES, 65_536),
                logging.key("skip_health_check", "Leaves health checks out.").on());
    }

    private static Retention retention(Section retention) {
        int metadata = retention
                .key("metadata_days", "Days until a logged call is forgotten.")
                .or(DAYS, 30);
        int content = retention
                .key("content_days", "Days until kept headers and bodies are forgotten. Default: metadata_days.")
                .optional(DAYS)
                .orElse(metadata);
        return new Retention(
                metadata,
                content,
                retention.key("zero_retention", "Writes no usage rows.").off());
    }
}
