package io.sallyport.ops;

import io.sallyport.database.Database;
import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Reading;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of all instances together, shared through the database (requirement OB3).
///
/// Every instance writes what it counted once a second and before it answers a scrape, so totals lag by at most
/// a second.
/// Threads: safe; every method blocks, so no event loop may call it.
public final class SharedMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedMeters.class);
    private static final Metric AGGREGATED = Metric.gauge(
            "sallyport_metrics_aggregated",
            "1 when this scrape holds the totals of all instances, 0 for this one only.");
    private static final Metric PUSH_FAILURES = Metric.counter(
            "sallyport_metrics_push_failures_total",
            "Times an instance could not write its counts; they are not lost.",
            List.of(),
            List.of());
    private static final Duration GONE_AFTER = Duration.ofMinutes(1);
    private static final Duration LONG_STATEMENT = Duration.ofSeconds(10);
    private static final int TICKS_PER_FOLD = 60;

    private final Database database;
    private final Meters meters;
    private final Duration goneAfter;
    private final Contribution contribution;
    private final ActiveDays activeDays;
    private final Counter failures;
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean working = new AtomicBoolean(true);
    private volatile Supplier<Running> running = () -> Running.UNTOLD;
    private int ticks;

    SharedMeters(Database database, Meters meters, DailyActive active, Clock clock, Duration goneAfter) {
        this.database = database;
        this.meters = meters;
        this.goneAfter = goneAfter;
        this.contribution = new Contribution(database, meters, () -> running.get());
        this.activeDays = new ActiveDays(database, active, clock);
        this.failures = meters.counter(PUSH_FAILURES);
    }

    /// Starts sharing.
    ///
    /// @param clock with the reporting time zone, in which a day begins
    public static SharedMeters open(Database database, Meters meters, DailyActive active, Clock clock) {
        SharedMeters shared = new SharedMeters(database, meters, active, clock, GONE_AFTER);
        Thread.ofVirtual().name("shared-meters").start(shared::run);
        return shared;
    }

    /// The totals of all instances; without a database what this instance knows.
    public List<Reading> readings() {
        List<Reading> local = meters.read();
        List<Reading> readings = new ArrayList<>();
        boolean aggregated = write() && addTotals(local, readings);
        local.stream()
                .filter(reading -> !aggregated || !reading.metric().isShared())
                .forEach(readings::add);
        readings.add(new Reading(AGGREGATED, Map.of(List.of(), new long[] {aggregated ? 1 : 0})));
        readings.sort(Comparator.comparing(reading -> reading.metric().name()));
        return readings;
    }

    /// Tells the others what this instance runs, from now on.
    public void tell(Supplier<Running> what) {
        running = what;
    }

    /// The instances that were here within the last minute, by id, and this one, which may not have written
    /// yet.
    public List<Instance> instances() {
        Instance own = Instance.of(id(), running.get());
        List<Instance> others = database.isReachable()
                ? database.attach(MetricTable.class).present((double) goneAfter.toSeconds())
                : List.of();
        return Stream.concat(
                        Stream.of(own),
                        others.stream().filter(other -> !other.id().equals(own.id())))
                .sorted(Comparator.comparing(Instance::id))
                .toList();
    }

    /// Writes what was counted and, now and then, adds up what instances left behind that are gone.
    void tick() {
        if (write() && ticks++ % TICKS_PER_FOLD == 0) {
            fold();
        }
    }

    void fold() {
        attempt(() -> database.useTransaction(transaction -> {
            transaction.allow(LONG_STATEMENT);
            fold(transaction.attach(MetricTable.class));
        }));
    }

    /// Writes for the last time.
    @Override
    public void close() {
        closing.countDown();
        write();
    }

    /// Names this instance among those that share.
    public String id() {
        return contribution.id();
    }

    private void run() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean write() {
        writing.lock();
        try {
            return attempt(() -> {
                contribution.push();
                activeDays.write();
            });
        } finally {
            writing.unlock();
        }
    }

    private boolean addTotals(List<Reading> local, List<Reading> readings) {
        return attempt(() -> {
            Totals totals = totals(local);
            database.useTransaction(transaction -> {
                transaction.allow(LONG_STATEMENT);
                transaction
                        .attach(MetricTable.class)
                        .all(goneAfter.toMillis() / 1000.0)
                        .forEach(totals::add);
            });
            List<Reading> people = activeDays.readings();
            readings.addAll(totals.readings());
            readings.addAll(people);
        });
    }

    /// Whatever the database does, a scrape must be answered and the next second must come.
    private boolean attempt(Runnable work) {
        try {
            work.run();
            if (!working.getAndSet(true)) {
                LOG.info("metrics are shared between instances again");
            }
            return true;
        } catch (RuntimeException e) {
            failures.increment();
            if (working.getAndSet(false)) {
                LOG.warn("metrics are not shared between instances for now", e);
            }
            return false;
        }
    }

    private void fold(MetricTable table) {
        if (!table.lockFold()) {
            return;
        }
        String[] gone =
                table.gone(contribution.id(), goneAfter.toMillis() / 1000.0).toArray(String[]::new);
        if (gone.length > 0) {
            Totals totals = totals(meters.read());
            table.of(new String[] {MetricTable.FOLDED}).forEach(totals::add);
            table.of(gone).forEach(totals::add);
            StoredCounts.put(table, MetricTable.FOLDED, totals.slots());
            table.remove(gone);
            table.markFolded(gone);
        }
        table.forgetTombstones();
    }

    private Totals totals(List<Reading> readings) {
        return new Totals(readings.stream().map(Reading::metric).toList(), meters.maxSeries());
    }
}
