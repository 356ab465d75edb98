package io.sallyport.database;

import java.sql.SQLException;
import java.util.List;

/// Some rows of some chunks, to be written together.
///
/// Threads: as the chunks, one owner at a time.
///
/// @param from first row, counted through all chunks from zero
/// @param to row behind the last one
record RowBatch(List<RowChunk> chunks, int from, int to) {

    /// All rows.
    RowBatch(List<RowChunk> chunks) {
        this(chunks, 0, chunks.stream().mapToInt(RowChunk::count).sum());
    }

    /// Rows.
    int size() {
        return to - from;
    }

    /// The first half; of an odd number the smaller part.
    RowBatch firstHalf() {
        return new RowBatch(chunks, from, from + size() / 2);
    }

    RowBatch secondHalf() {
        return new RowBatch(chunks, from + size() / 2, to);
    }

    /// Hands the bytes of the rows over, in order.
    void send(Receiver receiver) throws SQLException {
        int before = 0;
        for (RowChunk chunk : chunks) {
            int first = Math.max(from - before, 0);
            int end = Math.min(to - before, chunk.count());
            if (first < end) {
                int start = chunk.start(first);
                receiver.take(chunk.bytes(), start, chunk.start(end) - start);
            }
            before += chunk.count();
        }
    }

    /// What takes bytes.
    @FunctionalInterface
    interface Receiver {
        void take(byte[] bytes, int start, int length) throws SQLException;
    }
}
