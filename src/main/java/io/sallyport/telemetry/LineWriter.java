package io.sallyport.telemetry;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bounded buffer of log lines that a thread of its own writes, many at a time.
///
/// A line waits for at most 50 ms, then everything that has gathered goes out in one write. When the reader of the
/// output is so slow that the buffer is full, lines are lost rather than calls held up, and they are counted.
/// Threads: `add` is safe and waits for nothing but another `add`; `close` blocks.
public final class LineWriter implements AutoCloseable {
    /// Bytes that may wait; about five thousand lines.
    static final int ROOM = 4 << 20;

    private static final int FIRST_SIZE = 1 << 10;
    private static final Duration GATHERING = Duration.ofMillis(50);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private Waiting waiting = new Waiting();
    private boolean closing;

    private LineWriter(OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("log-lines").unstarted(this::run);
    }

    /// Starts the thread.
    public static LineWriter open(OutputStream out) {
        LineWriter writer = new LineWriter(out);
        writer.thread.start();
        return writer;
    }

    /// Starts writing to the standard error stream, where all other log lines go.
    public static LineWriter toStandardError() {
        // The print stream of this name keeps failures to itself, such as a full disk.
        return open(new FileOutputStream(FileDescriptor.err));
    }

    /// Copies a line, which brings its own line end.
    public void add(byte[] bytes, int length) {
        lock.lock();
        try {
            if (closing || waiting.size + length > ROOM) {
                dropped.increment();
                return;
            }
            // One wake-up per write: waking a thread costs more than the whole rest.
            if (waiting.lines == 0) {
                changed.signal();
            }
            waiting.add(bytes, length);
        } finally {
            lock.unlock();
        }
    }

    /// Lines that were not written, because there was no room or because the output is broken.
    public long dropped() {
        return dropped.sum();
    }

    /// Takes no more lines and writes what waits, for at most 10 s.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Waiting written = new Waiting();
        try {
            while (gather()) {
                written = swap(written);
                write(written);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a line and then for more; false when none will come.
    private boolean gather() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.lines == 0 && !closing) {
                changed.await();
            }
            long left = GATHERING.toNanos();
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
            return waiting.lines > 0;
        } finally {
            lock.unlock();
        }
    }

    private Waiting swap(Waiting empty) {
        lock.lock();
        try {
            Waiting full = waiting;
            waiting = empty;
            return full;
        } finally {
            lock.unlock();
        }
    }

    private void write(Waiting lines) {
        try {
            lines.writeTo(out);
            out.flush();
        } catch (IOException e) {
            // Nobody can be told where there is no output; the count is in the metrics.
            dropped.add(lines.lines);
        }
        lines.clear();
    }

    /// Lines side by side, and how many they are.
    private static final class Waiting {
        private byte[] bytes = new byte[FIRST_SIZE];
        private int size;
        private int lines;

        void add(byte[] line, int length) {
            if (length > bytes.length - size) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
            }
            System.arraycopy(line, 0, bytes, size, length);
            size += length;
            lines++;
        }

        void writeTo(OutputStream out) throws IOException {
            out.write(bytes, 0, size);
        }

        void clear() {
            size = 0;
            lines = 0;
        }
    }
}
