package io.sallyport.journal;

import io.sallyport.database.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the days of the request log: makes those to come, drops those whose time is over.
///
/// Threads: works on a thread of its own; any number of instances may run it.
public final class Partitions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final List<String> TABLES = List.of("request_log", "usage_record", "attempt", "request_content");
    /// Clocks of instances differ, and a call may be written a day after it began.
    private static final int DAYS_BACK = 1;

    private static final int DAYS_AHEAD = 3;
    private static final long MINUTES_BETWEEN = 10;
    private static final long SECONDS_TO_RETRY = 5;

    private final Database database;
    private final Clock clock;
    private final RetentionSettings retention;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Partitions(Database database, Clock clock, RetentionSettings retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /// Makes the days that are missing, if the database answers, and keeps doing so until it is closed.
    public static Partitions open(Database database, Clock clock, RetentionSettings retention) {
        Partitions partitions = new Partitions(database, clock, retention);
        boolean done = partitions.tryKeep();
        Thread.ofPlatform().daemon().name("partitions").start(() -> partitions.run(done));
        return partitions;
    }

    /// One round for a moment.
    static void keep(Database database, Clock clock, RetentionSettings retention) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        database.useTransaction(transaction -> {
            PartitionTable table = transaction.attach(PartitionTable.class);
            table.hurry();
            table.lock();
            for (String parent : TABLES) {
                for (int offset = -DAYS_BACK; offset <= DAYS_AHEAD; offset++) {
                    table.open(parent, today.plusDays(offset));
                }
            }
            int dropped = table.dropBefore("request_log", today.minusDays(retention.metadataDays()))
                    + table.dropBefore("attempt", today.minusDays(retention.metadataDays()))
                    + table.dropBefore("request_content", today.minusDays(retention.contentDays()))
                    + table.dropBefore("usage_record", today.minusDays(retention.usageDays()));
            if (dropped > 0) {
                LOG.info("partitions dropped={}", dropped);
            }
        });
    }

    private void run(boolean doneBefore) {
        boolean done = doneBefore;
        try {
            while (!closed.await(
                    done ? TimeUnit.MINUTES.toSeconds(MINUTES_BETWEEN) : SECONDS_TO_RETRY, TimeUnit.SECONDS)) {
                done = tryKeep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryKeep() {
        try {
            keep(database, clock, retention);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("partitions kept=false cause={}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
