package io.sallyport.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Rows that wait as they are, since the threads that offer them have no time to encode them.
///
/// Threads: safe.
final class LargeRows<T> implements RowQueue<T> {
    private final int most;
    private final Encoding<T> encoding;
    private final RowLosses losses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<T> rows = new ArrayDeque<>();
    /// Rows; changed only with the lock.
    private volatile int count;

    /// @param most rows that may wait
    LargeRows(int most, Encoding<T> encoding, RowLosses losses) {
        this.most = most;
        this.encoding = encoding;
        this.losses = losses;
    }

    @Override
    public int offer(T row) {
        lock.lock();
        try {
            if (rows.size() >= most) {
                losses.drop(1);
                return 0;
            }
            rows.addLast(row);
            count = rows.size();
            return rows.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public Supplier<RowBatch> take(int wanted) {
        List<T> taken = new ArrayList<>();
        lock.lock();
        try {
            while (taken.size() < wanted && !rows.isEmpty()) {
                taken.add(rows.removeFirst());
            }
            count = rows.size();
        } finally {
            lock.unlock();
        }
        return () -> encoded(taken);
    }

    private RowBatch encoded(List<T> taken) {
        RowChunks chunks = new RowChunks();
        RowSink sink = (line, length) -> {
            chunks.add(line, length);
            return 1;
        };
        taken.forEach(row -> encoding.encode(row, sink));
        return new RowBatch(chunks.take(Integer.MAX_VALUE));
    }

    @Override
    public int clear() {
        lock.lock();
        try {
            int before = rows.size();
            rows.clear();
            count = 0;
            return before;
        } finally {
            lock.unlock();
        }
    }
}
