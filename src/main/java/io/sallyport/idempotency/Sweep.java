package io.sallyport.idempotency;

import io.sallyport.database.Database;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets calls whose time is over.
///
/// Threads: works on a thread of its own; any number of instances may run it.
public final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final long MINUTES_BETWEEN = 5;
    private static final int BATCH = 1000;

    private final IdempotentCallTable table;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Sweep(Database database, Clock clock) {
        this.table = database.attach(IdempotentCallTable.class);
        this.clock = clock;
    }

    /// Sweeps every few minutes until it is closed.
    public static Sweep open(Database database, Clock clock) {
        Sweep sweep = new Sweep(database, clock);
        Thread.ofPlatform().daemon().name("idempotency-sweep").start(sweep::run);
        return sweep;
    }

    /// One round, in batches, so that no statement holds many rows for long.
    ///
    /// @return how many calls were forgotten
    static int sweep(Database database, Clock clock) {
        return new Sweep(database, clock).sweep();
    }

    private int sweep() {
        int all = 0;
        int last;
        do {
            last = table.sweep(clock.instant(), BATCH);
            all += last;
        } while (last == BATCH && closed.getCount() > 0);
        return all;
    }

    private void run() {
        try {
            while (!closed.await(MINUTES_BETWEEN, TimeUnit.MINUTES)) {
                trySweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trySweep() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("idempotency swept=false cause={}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
