package io.sallyport.journal.export;

import io.sallyport.journal.CallJson;
import io.sallyport.journal.CallRecord;
import io.sallyport.journal.Capture;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.JournalSink;
import io.sallyport.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings finished calls to one target, behind the calls' backs.
///
/// What cannot be brought is tried again with growing pauses; meanwhile further calls wait, and what does not
/// fit is dropped and counted. Threads: `take` never waits; `close` waits for one last try.
public final class CallExport implements JournalSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallExport.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final ExportTarget target;
    private final Rules rules;
    private final Clock clock;
    private final ArrayBlockingQueue<Json> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<Json> taken = new ArrayList<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean isTroubled;

    private CallExport(ExportTarget target, Rules rules, Clock clock) {
        this.target = target;
        this.rules = rules;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("export-" + target.name()).unstarted(this::run);
    }

    /// Which calls, how much of them, and how often.
    ///
    /// @param capture the end user is named only where headers may be kept, too
    /// @param every time in which calls are gathered
    record Rules(HealthChecks healthChecks, Capture capture, Duration every) {}

    static CallExport open(ExportTarget target, Rules rules, Clock clock) {
        CallExport export = new CallExport(target, rules, clock);
        export.thread.start();
        return export;
    }

    /// Names the target in metrics.
    public String name() {
        return target.name();
    }

    public ExportState state() {
        return new ExportState(accepted.sum() - sent.sum(), sent.sum(), dropped.sum());
    }

    @Override
    public void take(CallRecord call) {
        if (rules.healthChecks().skips(call)) {
            return;
        }
        if (closing.getCount() > 0 && queue.offer(CallJson.of(call, rules.capture()))) {
            accepted.increment();
        } else {
            dropped.increment();
        }
    }

    private void run() {
        Duration pause = rules.every();
        try {
            boolean isOver = false;
            while (!isOver) {
                isOver = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                pause = bringAll() ? rules.every() : longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        Duration enough = doubled.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : doubled;
        return enough.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : enough;
    }

    /// @return whether nothing is left
    private boolean bringAll() {
        while (true) {
            // What failed before goes again as it was, so that a receiver can tell.
            if (taken.isEmpty() && queue.drainTo(taken, MOST_TOGETHER) == 0) {
                return true;
            }
            if (!bring()) {
                return false;
            }
        }
    }

    private boolean bring() {
        try {
            target.bring(List.copyOf(taken), clock.instant());
            sent.add(taken.size());
            taken.clear();
            tell(false, "");
            return true;
        } catch (ExportFailed e) {
            tell(true, e.why());
            return false;
        }
    }

    /// Once when it begins and once when it ends.
    private void tell(boolean isTroubledNow, String why) {
        if (isTroubledNow != isTroubled) {
            isTroubled = isTroubledNow;
            LOG.atLevel(isTroubledNow ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
                    .addKeyValue("target", target.name())
                    .addKeyValue("why", why)
                    .log(isTroubledNow ? "export_fails" : "export_works_again");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long lost = state().waiting();
        if (lost > 0) {
            LOG.atWarn()
                    .addKeyValue("target", target.name())
                    .addKeyValue("calls", lost)
                    .log("export_unfinished");
        }
    }
}
