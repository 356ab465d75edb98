package io.sallyport.database;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Rows that wait as bytes, encoded by the threads that offer them.
///
/// Threads: safe; the lock is held for one copy of a row.
final class EncodedRows<T> implements RowQueue<T> {
    private final int most;
    private final Encoding<T> encoding;
    private final RowLosses losses;
    private final RowSink gathering = this::add;
    private final ReentrantLock lock = new ReentrantLock();
    private final RowChunks chunks = new RowChunks();
    /// Rows; changed only with the lock.
    private volatile int count;

    /// @param most rows that may wait
    EncodedRows(int most, Encoding<T> encoding, RowLosses losses) {
        this.most = most;
        this.encoding = encoding;
        this.losses = losses;
    }

    @Override
    public int offer(T row) {
        // Looked at before the work of encoding as well as after it.
        return count < most ? encoding.encode(row, gathering) : refuse();
    }

    private int refuse() {
        losses.drop(1);
        return 0;
    }

    private int add(byte[] line, int length) {
        lock.lock();
        try {
            int before = count;
            if (before >= most) {
                return refuse();
            }
            chunks.add(line, length);
            count = before + 1;
            return before + 1;
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
        RowBatch batch;
        lock.lock();
        try {
            batch = new RowBatch(chunks.take(wanted));
            int before = count;
            count = before - batch.size();
        } finally {
            lock.unlock();
        }
        return () -> batch;
    }

    @Override
    public int clear() {
        lock.lock();
        try {
            int before = count;
            chunks.clear();
            count = 0;
            return before;
        } finally {
            lock.unlock();
        }
    }
}
