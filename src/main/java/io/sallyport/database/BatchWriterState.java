package io.sallyport.database;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a batched writer has done so far, for status pages and metrics.
///
/// @param total rows offered
/// @param dropped rows that were not written: the queue was full, or their batch failed for good
/// @param failedBatches batches given up after all retries
/// @param queueDepth rows that wait now
/// @param lastFlush end of the last successful write, null before the first
public record BatchWriterState(
        boolean enabled,
        long total,
        long dropped,
        long failedBatches,
        int queueDepth,
        int capacity,
        @Nullable Instant lastFlush,
        int workers,
        int batchSize,
        Duration flushInterval) {

    /// The state of a writer that is switched off.
    public static final BatchWriterState OFF = new BatchWriterState(false, 0, 0, 0, 0, 0, null, 0, 0, Duration.ZERO);
}
