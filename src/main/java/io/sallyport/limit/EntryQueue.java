package io.sallyport.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Ends of calls that wait to be written, first in, first out, in batches that are used again.
///
/// Threads: safe; the lock is held for a few stores.
final class EntryQueue {
    /// Batches that are kept for use again: about what is written in a second.
    private static final int MOST_SPARE = 16;

    private final Deque<EntryBatch> waiting = new ArrayDeque<>();
    private final Deque<EntryBatch> spare = new ArrayDeque<>();
    private volatile int size;

    synchronized void add(Entry entry) {
        EntryBatch last = waiting.peekLast();
        if (last == null || last.isFull()) {
            last = spare.isEmpty() ? new EntryBatch() : spare.pop();
            waiting.addLast(last);
        }
        last.add(entry);
        size++;
    }

    /// Takes the oldest; nothing is added to them any more.
    synchronized Optional<EntryBatch> take() {
        Optional<EntryBatch> oldest = Optional.ofNullable(waiting.pollFirst());
        size -= oldest.map(EntryBatch::size).orElse(0);
        return oldest;
    }

    /// Gives back a batch that is written.
    synchronized void giveBack(EntryBatch written) {
        written.clear();
        if (spare.size() < MOST_SPARE) {
            spare.push(written);
        }
    }

    /// Entries that wait.
    int size() {
        return size;
    }
}
