package io.sallyport.journal;

import io.sallyport.database.BatchWriterSettings;

/// What is remembered of calls, and how it is written.
///
/// @param enabled request log and usage rows in the database (`logging.enabled`); never with zero retention
/// @param capture headers and bodies (`content_capture`)
/// @param maxBodySize bytes of a body that are kept (`logging.max_body_size`)
/// @param healthChecks (`logging.skip_health_check`)
/// @param writer queue and batches (`logging.buffer_size`, `batch_size`, `flush_interval`, `workers`)
/// @param retention (`retention.*`)
public record JournalSettings(
        boolean enabled,
        Capture capture,
        int maxBodySize,
        HealthChecks healthChecks,
        BatchWriterSettings writer,
        RetentionSettings retention) {
    public static final JournalSettings DEFAULT = new JournalSettings(
            true,
            Capture.METADATA,
            CaptureRules.DEFAULT_BODY_SIZE,
            HealthChecks.SKIPPED,
            BatchWriterSettings.DEFAULTS,
            RetentionSettings.DEFAULT);

    public JournalSettings {
        enabled = enabled && !retention.zeroRetention();
    }
}
