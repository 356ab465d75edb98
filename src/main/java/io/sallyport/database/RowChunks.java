package io.sallyport.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Encoded rows in the order in which they came, gathered in chunks that are used again: they grow old once,
/// and no collection copies rows while they wait.
///
/// Without rows for a while it keeps no chunk at all.
/// Threads: one owner at a time.
final class RowChunks {
    /// A megabyte.
    private static final int MOST_SPARE = 16;

    private final Deque<RowChunk> waiting = new ArrayDeque<>();
    private final Deque<RowChunk> spare = new ArrayDeque<>();
    /// Spare chunks worth keeping: as many as the largest batch had, less one for each batch since.
    private int worthKeeping;

    /// @param line whose first bytes are the row
    void add(byte[] line, int length) {
        RowChunk last = waiting.peekLast();
        if (last == null || !last.hasRoom(length)) {
            last = next(length);
            waiting.addLast(last);
        }
        last.add(line, length);
    }

    private RowChunk next(int length) {
        RowChunk next = length <= RowChunk.SIZE ? spare.pollLast() : null;
        return next != null ? next : new RowChunk(length);
    }

    /// Takes the oldest chunks out, whole ones.
    ///
    /// @param wanted rows after which no further chunk is taken
    List<RowChunk> take(int wanted) {
        List<RowChunk> taken = new ArrayList<>();
        int rows = 0;
        while (rows < wanted && !waiting.isEmpty()) {
            RowChunk oldest = waiting.removeFirst();
            rows += oldest.count();
            taken.add(oldest);
        }
        worthKeeping = Math.min(MOST_SPARE, Math.max(taken.size(), worthKeeping - 1));
        while (spare.size() > worthKeeping) {
            spare.removeFirst();
        }
        return taken;
    }

    /// Lets the next rows have chunks whose own ones nobody needs any longer.
    void giveBack(List<RowChunk> used) {
        for (RowChunk chunk : used) {
            if (chunk.isUsual() && spare.size() < worthKeeping) {
                chunk.clear();
                spare.addLast(chunk);
            }
        }
    }

    /// Forgets the rows and lets go of every chunk.
    void clear() {
        waiting.clear();
        spare.clear();
        worthKeeping = 0;
    }
}
