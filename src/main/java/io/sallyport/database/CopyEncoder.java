package io.sallyport.database;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Turns rows into lines for COPY, in buffers that are used again.
///
/// Threads: safe; several encode side by side.
final class CopyEncoder<T> {
    /// A power of two; threads that meet in a slot make a buffer of their own.
    private static final int SLOTS = 16;

    /// A buffer that had to grow for a longer line is not kept.
    private static final int LONGEST_KEPT = 8192;

    private final CopyTarget<T> target;
    private final int columns;
    private final AtomicReferenceArray<@Nullable CopyRow> spare = new AtomicReferenceArray<>(SLOTS);

    CopyEncoder(CopyTarget<T> target) {
        this.target = target;
        this.columns = target.columns().size();
    }

    /// Hands over the row with its line end.
    ///
    /// Errors: IllegalStateException when the target writes fewer or more values than it has columns.
    ///
    /// @return what the sink answers
    int encode(T row, RowSink to) {
        int slot = (int) Thread.currentThread().threadId() & (SLOTS - 1);
        CopyRow kept = spare.getAndSet(slot, null);
        CopyRow out = kept != null ? kept : new CopyRow();
        target.encode(row, out);
        if (out.column() != columns) {
            throw new IllegalStateException(
                    target.table() + " has " + columns + " columns, its encoder wrote " + out.column());
        }
        int answer = out.moveTo(to);
        if (out.capacity() <= LONGEST_KEPT) {
            spare.set(slot, out);
        }
        return answer;
    }
}
