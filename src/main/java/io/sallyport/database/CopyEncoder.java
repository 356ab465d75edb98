package io.sallyport.database;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Turns rows into lines for COPY where they are offered: a row waits as one array, not as the many objects it
/// was made of, which every young collection would copy again.
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

    /// The row with its line end.
    ///
    /// Errors: IllegalStateException when the target writes fewer or more values than it has columns.
    byte[] encode(T row) {
        int slot = (int) Thread.currentThread().threadId() & (SLOTS - 1);
        CopyRow kept = spare.getAndSet(slot, null);
        CopyRow out = kept != null ? kept : new CopyRow();
        target.encode(row, out);
        if (out.column() != columns) {
            throw new IllegalStateException(
                    target.table() + " has " + columns + " columns, its encoder wrote " + out.column());
        }
        byte[] line = out.take();
        if (line.length <= LONGEST_KEPT) {
            spare.set(slot, out);
        }
        return line;
    }
}
