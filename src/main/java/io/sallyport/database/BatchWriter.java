package io.sallyport.database;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A bounded queue of rows that threads of its own write in batches; the hot path only encodes a row and puts
/// it there.
///
/// A full queue drops the row and counts it. A batch that fails because of the server is repeated, then
/// counted; one that fails because of a row is split until that row is alone. A row whose key exists already
/// counts as written, since it is the repetition of a batch whose answer was lost.
/// Threads: `offer` is safe and never blocks; `close` blocks.
public final class BatchWriter<T> implements AutoCloseable {
    /// After which a batch takes no further chunk.
    private static final int MOST_ROWS = 1000;
    private static final int TRIES = 6;

    /// What a batch costs besides its rows is worth a few hundred of them, on both sides.
    private static final Duration GATHERING = Duration.ofMillis(50);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    private static final String DUPLICATE_KEY = "23505";
    /// SQL state classes for which a row is to blame: wrong data, broken constraint.
    private static final List<String> ROW_CLASSES = List.of("22", "23");

    private final BatchWriterSettings settings;
    private final Clock clock;
    /// Waiting rows that are not left to gather any longer, lest there be no room for the next ones.
    private final int pressing;

    private final CopyEncoder<T> encoder;
    private final RowLosses losses;
    private final RowQueue<T> queue;
    private final List<Thread> workers;
    private final Semaphore wake = new Semaphore(0);
    private final ReentrantLock taking = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch givingUp = new CountDownLatch(1);
    private final LongAdder total = new LongAdder();
    /// When rows were last taken, in nanoseconds; only with [#taking].
    private long taken = System.nanoTime();

    private volatile @Nullable Instant lastFlush;
    private volatile boolean isFailing;

    private BatchWriter(
            String name, Database database, CopyTarget<T> target, BatchWriterSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.pressing = settings.bufferSize() / 4;
        this.encoder = new CopyEncoder<>(target);
        this.losses = new RowLosses(name);
        this.queue = target.isLarge()
                ? new LargeRows<>(settings.bufferSize(), this::encode, losses)
                : new EncodedRows<>(settings.bufferSize(), this::encode, losses);
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
        if (closing.getCount() == 0) {
            losses.drop(1);
            return false;
        }
        int waiting = queue.offer(row);
        if (waiting == 0) {
            return false;
        }
        // Only for a full batch and when the queue fills up: waking a thread costs more than the whole rest.
        if (waiting == settings.batchSize() || waiting == pressing) {
            wake.release();
        }
        return true;
    }

    /// Where a row that cannot be encoded ends, whichever thread finds out.
    private int encode(T row, RowSink to) {
        try {
            return encoder.encode(row, to);
        } catch (RuntimeException e) {
            losses.giveUp(1, e);
            return 0;
        }
    }

    /// Whether a row that was offered now would be written, as far as the last write tells.
    public boolean isKeeping() {
        return !isFailing && queue.size() < settings.bufferSize();
    }

    public BatchWriterState state() {
        return new BatchWriterState(
                true,
                total.sum(),
                losses.rows(),
                losses.batches(),
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
            losses.drop(queue.clear());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(CopyBatch copy) {
        try {
            while (givingUp.getCount() > 0) {
                Supplier<RowBatch> next = take();
                if (next == null) {
                    return;
                }
                RowBatch rows = next.get();
                if (rows.size() > 0) {
                    write(copy, rows);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for rows and takes them; null when there are none and none will come.
    ///
    /// One thread at a time, so that several do not share out a few rows among them.
    private @Nullable Supplier<RowBatch> take() throws InterruptedException {
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
            if (queue.size() == 0 && closing.getCount() == 0) {
                return null;
            }
            taken = System.nanoTime();
            return queue.take(MOST_ROWS);
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

    private void write(CopyBatch copy, RowBatch rows) throws InterruptedException {
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
                    losses.giveUp(rows.size(), e);
                    return;
                }
                pause = pause.multipliedBy(2);
            } catch (RuntimeException e) {
                // Whatever it is must not end the thread.
                losses.giveUp(rows.size(), e);
                return;
            }
        }
    }

    private void isolate(CopyBatch copy, RowBatch rows, SQLException why) throws InterruptedException {
        if (rows.size() > 1) {
            write(copy, rows.firstHalf());
            write(copy, rows.secondHalf());
        } else if (!DUPLICATE_KEY.equals(why.getSQLState())) {
            losses.giveUp(1, why);
        }
    }

    private static boolean isAboutARow(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && ROW_CLASSES.contains(state.substring(0, 2));
    }
}
