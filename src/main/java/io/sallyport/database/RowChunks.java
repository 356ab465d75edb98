package io.sallyport.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Encoded rows in the order in which they came, gathered in chunks: a collection copies a few arrays, not
/// thousands of rows.
///
/// Chunks are not used again. The thread that wrote one was on another core, and to take its bytes back from
/// there costs the event loop more than a new array.
/// Threads: one owner at a time.
final class RowChunks {
    private final Deque<RowChunk> waiting = new ArrayDeque<>();

    /// @param line whose first bytes are the row
    void add(byte[] line, int length) {
        RowChunk last = waiting.peekLast();
        if (last == null || !last.hasRoom(length)) {
            last = new RowChunk(length);
            waiting.addLast(last);
        }
        last.add(line, length);
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
        return taken;
    }

    /// Forgets the rows.
    void clear() {
        waiting.clear();
    }
}
