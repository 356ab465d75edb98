package io.sallyport.database;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes rows away whose time is over, every few minutes and in batches, so that no statement holds many for
/// long.
///
/// Threads: works on a thread of its own; any number of instances may run it.
public final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final long MINUTES_BETWEEN = 5;
    private static final int BATCH = 1000;

    private final String what;
    private final IntUnaryOperator batch;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Sweep(String what, IntUnaryOperator batch) {
        this.what = what;
        this.batch = batch;
    }

    /// Sweeps until it is closed.
    ///
    /// @param what word for logs and the thread
    /// @param batch takes so many rows away at the most, and says how many there were
    public static Sweep open(String what, IntUnaryOperator batch) {
        Sweep sweep = new Sweep(what, batch);
        Thread.ofPlatform().daemon().name(what + "-sweep").start(sweep::run);
        return sweep;
    }

    private void run() {
        try {
            while (!closed.await(MINUTES_BETWEEN, TimeUnit.MINUTES)) {
                tryRound();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One round: batch after batch, until one is not full.
    ///
    /// @return how many rows were taken away
    int round() {
        int all = 0;
        int last;
        do {
            last = batch.applyAsInt(BATCH);
            all += last;
        } while (last == BATCH && closed.getCount() > 0);
        return all;
    }

    private void tryRound() {
        try {
            round();
        } catch (RuntimeException e) {
            LOG.warn("sweep of={} done=false cause={}", what, e.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
