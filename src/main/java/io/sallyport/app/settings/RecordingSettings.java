package io.sallyport.app.settings;

import java.time.Duration;

/// What is kept of each call, for how long, and how it gets into the database.
///
/// @param audit writes the audit trail
/// @param content the most the request log may keep of a call
public record RecordingSettings(boolean audit, ContentCapture content, Logging logging, Retention retention) {

    /// The request log and its queue.
    ///
    /// @param bufferSize calls that may wait; more are dropped and counted
    /// @param batchSize waiting calls that start a write before the interval is over
    /// @param maxBodySize most bytes kept of one body
    public record Logging(
            boolean enabled,
            int bufferSize,
            int batchSize,
            Duration flushInterval,
            int workers,
            int maxBodySize,
            boolean skipHealthCheck) {}

    /// How long records stay.
    ///
    /// @param zeroRetention writes no usage rows at all
    public record Retention(int metadataDays, int contentDays, boolean zeroRetention) {}
}
