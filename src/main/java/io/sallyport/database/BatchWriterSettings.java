package io.sallyport.database;

import java.time.Duration;

/// How rows are gathered before they are written.
///
/// @param bufferSize rows that may wait; more are dropped and counted, 1 to 1,000,000
/// @param batchSize waiting rows that start a write before the interval is over, 1 to bufferSize
/// @param flushInterval longest wait of a row while the database keeps up, 10 ms to 1 min
/// @param workers threads that write, 1 to 16; with one, rows keep their order
public record BatchWriterSettings(int bufferSize, int batchSize, Duration flushInterval, int workers) {
    public static final BatchWriterSettings DEFAULTS = new BatchWriterSettings(1000, 10, Duration.ofSeconds(1), 3);

    public BatchWriterSettings {
        if (bufferSize < 1 || bufferSize > 1_000_000) {
            throw new IllegalArgumentException("buffer_size must be 1 to 1000000, is " + bufferSize);
        }
        if (batchSize < 1 || batchSize > bufferSize) {
            throw new IllegalArgumentException("batch_size must be 1 to buffer_size, is " + batchSize);
        }
        if (flushInterval.toMillis() < 10 || flushInterval.toMillis() > 60_000) {
            throw new IllegalArgumentException(
                    "flush_interval must be 10ms to 1m, is " + flushInterval.toMillis() + "ms");
        }
        if (workers < 1 || workers > 16) {
            throw new IllegalArgumentException("workers must be 1 to 16, is " + workers);
        }
    }
}
