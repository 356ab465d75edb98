package io.sallyport.journal.audit;

import io.sallyport.journal.RetentionSettings;
import io.sallyport.journal.audit.Courier.Left;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that empties the spool into OpenSearch, file by file, and tries again for as long as it takes.
///
/// Threads: one of its own; everything here is safe.
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /// Lets events gather, so that a quiet gateway does not make a request of each.
    private static final Duration GATHERING = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration TIDYING = Duration.ofHours(1);

    private final Spool spool;
    private final Courier courier;
    private final RetentionSettings retention;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("audit-sender").unstarted(this::run);
    private Duration pause = FIRST_PAUSE;
    private Instant tidied = Instant.EPOCH;
    private volatile Optional<String> trouble = Optional.empty();

    Sender(Spool spool, Courier courier, RetentionSettings retention, Clock clock) {
        this.spool = spool;
        this.courier = courier;
        this.retention = retention;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /// Something waits.
    void wake() {
        wake.drainPermits();
        wake.release();
    }

    /// Why events do not arrive; empty while they do.
    Optional<String> trouble() {
        return trouble;
    }

    /// Ends when the spool is empty or something goes wrong.
    void close(Duration limit) throws InterruptedException {
        closing.countDown();
        wake.release();
        if (!thread.join(limit)) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Optional<Spool.Sealed> oldest = oldest();
                if (oldest.isPresent()) {
                    send(oldest.get());
                    tidy();
                } else if (closing.getCount() == 0) {
                    return;
                } else if (wake.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                    var _ = closing.await(GATHERING.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Spool.Sealed> oldest() throws InterruptedException {
        while (true) {
            try {
                return spool.oldest();
            } catch (IOException e) {
                rest("cannot be given events, the spool cannot be read");
            }
        }
    }

    /// Comes back when every event of the file has arrived or was put aside.
    private void send(Spool.Sealed file) throws InterruptedException {
        while (true) {
            try {
                List<SpooledEvent> left = Segment.read(file.file()).events();
                while (!left.isEmpty()) {
                    left = some(left);
                }
                spool.settle(file);
                return;
            } catch (IOException | UncheckedIOException e) {
                rest("cannot be given events, the spool cannot be used");
            }
        }
    }

    private List<SpooledEvent> some(List<SpooledEvent> events) throws InterruptedException {
        try {
            Left left = courier.bring(events);
            if (left.why().isEmpty()) {
                arrived();
            } else {
                rest(left.why());
            }
            return left.events();
        } catch (Unanswered e) {
            rest(e.reason());
            return events;
        }
    }

    private void arrived() {
        if (trouble.isPresent()) {
            LOG.info("audit events arrive=true");
        }
        trouble = Optional.empty();
        pause = FIRST_PAUSE;
    }

    /// Waits before the next try, longer each time. What waits survives the end of the process.
    private void rest(String why) throws InterruptedException {
        if (!trouble.equals(Optional.of(why))) {
            LOG.warn("audit events arrive=false because OpenSearch {}", why);
        }
        trouble = Optional.of(why);
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private void tidy() {
        Instant now = clock.instant();
        if (now.isBefore(tidied.plus(TIDYING))) {
            return;
        }
        tidied = now;
        try {
            courier.tidy(LocalDate.ofInstant(now, ZoneOffset.UTC), retention);
        } catch (Unanswered e) {
            LOG.warn("audit indices tidied=false because OpenSearch {}", e.reason());
        }
    }
}
