package io.sallyport.database;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bounded queue of rows that threads of its own write in batches; the hot path only encodes a row and puts
/// it there.
///
/// A full queue drops the row and counts it. A batch that fails because of the server is repeated, then
/// counted; one that fails because of a row is split until that row is alone. A row whose key exists already
/// counts as written, since it is the repetition of a batch whose answer was lost.
/// Threads: `offer` is safe and never blocks; `close` blocks.
public final class BatchWriter<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
    private static final int MOST_ROWS = 1000;
    private static final int TRIES = 6;

    /// What a batch costs besides its rows is worth a few hundred of them, on both sides.
    private static final Duration GATHERING = Duration.ofMillis(50);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    private static final String DUPLICATE_KEY = "23505";
    /// SQL state classes for which a row is to blame: wrong data, broken constraint.
    private static final List<String> ROW_CLASSES = List.of("22", "23");

    private final String name;
    private final BatchWriterSettings settings;
    private final Clock clock;
    /// Waiting rows that are not left to gather any longer, lest there be no room for the next ones.
    private final int pressing;

    private final CopyEncoder<T> encoder;
    private final boolean isLarge;
    private final ArrayBlockingQueue<Waiting> queue;
    private final List<Thread> workers;
    private final AtomicInteger depth = new AtomicInteger();
    private final Semaphore wake = new Semaphore(0);
    private final ReentrantLock taking = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch givingUp = new CountDownLatch(1);
    private final LongAdder total = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failedBatches = new LongAdder();
    /// When rows were last taken, in nanoseconds; only with [#taking].
    private long taken = System.nanoTime();

    private volatile @Nullable Instant lastFlush;
    private volatile boolean isFailing;

    private BatchWriter(
            String name, Database database, CopyTarget<T> target, BatchWriterSettings settings, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.pressing = settings.bufferSize() / 4;
        this.encoder = new CopyEncoder<>(target);
        this.isLarge = target.isLarge();
        this.queue = new ArrayBlockingQueue<>(settings.bufferSize());
        this.workers = IntStream.range(0, settings.workers())
                .mapToObj(number -> Thread.ofPlatform()
                        .daemon()
                        .name("writer-" + name + "-" + number)
                        .unstarted(() -> run(new CopyBatch(database, target))))
                .toList();
    }

    /// Starts the threads.
    ///
    /// @param name word for logs and metrics, for example `request_log`
    public static <T> BatchWriter<T> open(
            String name, Database database, CopyTarget<T> target, BatchWriterSettings settings, Clock clock) {
        BatchWriter<T> writer = new BatchWriter<>(name, database, target, settings, clock);
        writer.workers.forEach(Thread::start);
        return writer;
    }

    /// Queues a row.
    ///
    /// @return false when it was dropped
    public boolean offer(T row) {
        total.increment();
        if (closing.getCount() == 0 || isFull()) {
            dropped.increment();
            return false;
        }
        Waiting waiting = isLarge ? () -> encoder.encode(row) : encoded(row);
        if (waiting == null) {
            return false;
        }
        if (!queue.offer(waiting)) {
            dropped.increment();
            return false;
        }
        // Only for a full batch and when the queue fills up: waking a thread costs more than the whole rest.
        int count = depth.incrementAndGet();
        if (count == settings.batchSize() || count == pressing) {
            wake.release();
        }
        return true;
    }

    /// Null when it cannot be.
    private @Nullable Waiting encoded(T row) {
        try {
            byte[] line = encoder.encode(row);
            return () -> line;
        } catch (RuntimeException e) {
            giveUp(1, e);
            return null;
        }
    }

    /// Whether a row that was offered now would be written, as far as the last write tells.
    public boolean isKeeping() {
        return !isFailing && !isFull();
    }

    /// The queue itself is asked, which takes its lock, only when the count of its rows says so.
    private boolean isFull() {
        return depth.get() >= settings.bufferSize() && queue.remainingCapacity() == 0;
    }

    public BatchWriterState state() {
        return new BatchWriterState(
                true,
                total.sum(),
                dropped.sum(),
                failedBatches.sum(),
                queue.size(),
                settings.bufferSize(),
                lastFlush,
                settings.workers(),
                settings.batchSize(),
                settings.flushInterval());
    }

    /// Takes no more rows, writes what waits, for at most 30 s.
    @Override
    public void close() {
        closing.countDown();
        wake.release(settings.workers());
        try {
            long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
            for (Thread worker : workers) {
                worker.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
            givingUp.countDown();
            List<Waiting> rest = new ArrayList<>();
            queue.drainTo(rest);
            dropped.add(rest.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(CopyBatch copy) {
        List<Waiting> rows = new ArrayList<>();
        try {
            while (givingUp.getCount() > 0 && take(rows)) {
                if (!rows.isEmpty()) {
                    write(copy, lines(rows));
                    rows.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<byte[]> lines(List<Waiting> rows) {
        List<byte[]> lines = new ArrayList<>(rows.size());
        for (Waiting row : rows) {
            try {
                lines.add(row.line());
            } catch (RuntimeException e) {
                giveUp(1, e);
            }
        }
        return lines;
    }

    /// Waits for rows and takes them; false when there are none and none will come.
    ///
    /// One thread at a time, so that several do not share out a few rows among them.
    private boolean take(List<Waiting> rows) throws InterruptedException {
        taking.lockInterruptibly();
        try {
            // Those of batches that were large enough by themselves.
            wake.drainPermits();
            awaitRows(
                    settings.batchSize(),
                    System.nanoTime() + settings.flushInterval().toNanos());
            // Rows gather since the last ones were taken, so that a busy gateway writes few large batches, not many
            // small ones; not when that could cost any.
            awaitRows(pressing, taken + GATHERING.toNanos());
            int count = queue.drainTo(rows, MOST_ROWS);
            depth.addAndGet(-count);
            taken = System.nanoTime();
            return count > 0 || closing.getCount() > 0;
        } finally {
            taking.unlock();
        }
    }

    /// @param end when to go on with fewer rows, in nanoseconds
    private void awaitRows(int count, long end) throws InterruptedException {
        long left = end - System.nanoTime();
        while (left > 0 && queue.size() < count && closing.getCount() > 0) {
            var _ = wake.tryAcquire(left, TimeUnit.NANOSECONDS);
            left = end - System.nanoTime();
        }
    }

    private void write(CopyBatch copy, List<byte[]> rows) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                copy.write(rows);
                lastFlush = clock.instant();
                isFailing = false;
                return;
            } catch (SQLException e) {
                if (isAboutARow(e)) {
                    isolate(copy, rows, e);
                    return;
                }
                isFailing = true;
                if (attempt == TRIES || givingUp.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    giveUp(rows.size(), e);
                    return;
                }
                pause = pause.multipliedBy(2);
            } catch (RuntimeException e) {
                // Whatever it is must not end the thread.
                giveUp(rows.size(), e);
                return;
            }
        }
    }

    private void isolate(CopyBatch copy, List<byte[]> rows, SQLException why) throws InterruptedException {
        if (rows.size() > 1) {
            int half = rows.size() / 2;
            write(copy, rows.subList(0, half));
            write(copy, rows.subList(half, rows.size()));
        } else if (!DUPLICATE_KEY.equals(why.getSQLState())) {
            giveUp(rows.size(), why);
        }
    }

    private void giveUp(int rows, Exception why) {
        failedBatches.increment();
        dropped.add(rows);
        // The server's message quotes the row, which may hold what nobody may log.
        String cause = why instanceof SQLException e ? "sql state " + e.getSQLState() : why.getMessage();
        LOG.warn("writer name={} lost_rows={} cause={}", name, rows, cause);
    }

    private static boolean isAboutARow(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && ROW_CLASSES.contains(state.substring(0, 2));
    }

    /// A row in the queue: encoded already, or large and encoded when it is written.
    @FunctionalInterface
    private interface Waiting {
        byte[] line();
    }
}
