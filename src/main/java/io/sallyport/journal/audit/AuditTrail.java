package io.sallyport.journal.audit;

import io.sallyport.journal.CallRecord;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.JournalSink;
import io.sallyport.journal.RetentionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an event of every call to disk, a moment after its answer; a [Sender] brings them to OpenSearch.
///
/// Calls that ended together share one wait for the disk. While the disk takes nothing, events go to OpenSearch
/// directly; while that takes nothing either, they wait in memory, and what does not fit there is dropped and
/// counted. Threads: `take` and the questions are safe and never wait; `close` waits.
public final class AuditTrail implements JournalSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int MOST_WAITING = 10_000;
    private static final long MOST_HELD = 64L << 20;
    private static final int FACTS = 2_048;
    private static final int GROUP = 1_000;
    private static final Duration GATHERING = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Indices indices;
    private final HealthChecks healthChecks;
    private final Spool spool;
    private final long room;
    private final Courier courier;
    private final Sender sender;
    private final Clock clock;
    private final ArrayBlockingQueue<CallRecord> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong held = new AtomicLong();
    private final Semaphore wake = new Semaphore(0);
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch givingUp = new CountDownLatch(1);
    private final Thread writer;
    private volatile boolean isKeeping = true;

    private AuditTrail(Parts parts, Spool spool, Clock clock) {
        this.indices = new Indices(parts.search().cluster().prefix());
        this.healthChecks = parts.healthChecks();
        this.spool = spool;
        this.room = parts.room();
        this.courier = new Courier(parts.search(), indices, new DeadLetters(parts.folder()));
        this.clock = clock;
        this.sender = new Sender(spool, courier, parts.retention(), clock);
        this.writer = Thread.ofPlatform().daemon().name("audit-writer").unstarted(this::run);
    }

    /// What a trail is made of.
    ///
    /// @param folder where events wait
    /// @param room bytes of the files in it
    public record Parts(
            OpenSearch search, Path folder, long room, HealthChecks healthChecks, RetentionSettings retention) {}

    /// Begins to write and to send, with what an earlier process left.
    ///
    /// Errors: UncheckedIOException when the folder cannot be used.
    public static AuditTrail open(Parts parts, Clock clock) {
        try {
            AuditTrail trail = new AuditTrail(parts, Spool.open(parts.folder(), parts.room()), clock);
            trail.writer.start();
            trail.sender.start();
            return trail;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the audit spool cannot be used: " + parts.folder(), e);
        }
    }

    @Override
    public void take(CallRecord call) {
        if (healthChecks.skips(call)) {
            return;
        }
        long size = size(call);
        if (closing.getCount() == 0 || held.get() + size > MOST_HELD || !queue.offer(call)) {
            dropped.increment();
            return;
        }
        // One wake-up per group: waking a thread costs more than the whole rest.
        if (held.getAndAdd(size) == 0) {
            wake.release();
        }
    }

    private static long size(CallRecord call) {
        return FACTS
                + call.content()
                        .map(content -> (long) content.request().length()
                                + content.response().length())
                        .orElse(0L);
    }

    /// Whether an event of a call that ended now would be kept.
    public boolean isKeeping() {
        return isKeeping && held.get() < MOST_HELD && queue.remainingCapacity() > 0;
    }

    public AuditState state() {
        Spool.Depth depth = spool.depth();
        return new AuditState(
                depth.events(),
                depth.bytes(),
                room,
                depth.oldest()
                        .map(oldest -> Duration.ofMillis(Math.max(0, clock.millis() - oldest)))
                        .orElse(Duration.ZERO),
                courier.sent(),
                courier.rejected(),
                dropped.sum(),
                depth.damages(),
                sender.trouble());
    }

    private void run() {
        List<CallRecord> calls = new ArrayList<>();
        try {
            while (true) {
                queue.drainTo(calls, GROUP);
                if (!calls.isEmpty()) {
                    keep(lines(calls));
                    held.addAndGet(-calls.stream().mapToLong(AuditTrail::size).sum());
                    calls.clear();
                    var _ = closing.await(GATHERING.toMillis(), TimeUnit.MILLISECONDS);
                } else if (closing.getCount() == 0) {
                    return;
                } else {
                    var _ = wake.tryAcquire(1, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<SpooledEvent> lines(List<CallRecord> calls) {
        List<SpooledEvent> events = new ArrayList<>(calls.size());
        for (CallRecord call : calls) {
            CallEvents.of(call)
                    .map(event -> new SpooledEvent(event.facts().at().toEpochMilli(), indices.lines(event)))
                    .ifPresent(events::add);
        }
        return events;
    }

    private void keep(List<SpooledEvent> group) throws InterruptedException {
        List<SpooledEvent> left = group;
        Duration pause = Duration.ofMillis(200);
        while (!left.isEmpty()) {
            try {
                spool.append(left);
                left = List.of();
            } catch (IOException e) {
                left = bring(left, e);
            }
            isKeeping = left.isEmpty();
            if (!isKeeping && givingUp.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                dropped.add(left.size());
                return;
            }
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        sender.wake();
    }

    /// The way around the disk.
    private List<SpooledEvent> bring(List<SpooledEvent> group, IOException why) {
        if (isKeeping) {
            LOG.warn("audit spool written=false cause={}", why.getMessage());
        }
        List<SpooledEvent> left = group;
        try {
            int before;
            do {
                before = left.size();
                left = courier.bring(left).events();
            } while (!left.isEmpty() && left.size() < before);
        } catch (Unanswered | UncheckedIOException e) {
            LOG.debug("audit events wait in memory", e);
        }
        return left;
    }

    /// Takes no more calls, writes what waits in memory, and lets the sender bring what it can within 10 s.
    @Override
    public void close() {
        closing.countDown();
        wake.release();
        try {
            writer.join(CLOSE_LIMIT);
            givingUp.countDown();
            writer.join(CLOSE_LIMIT);
            sender.close(CLOSE_LIMIT);
            spool.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
