package io.sallyport.journal.export;

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
/// What cannot be brought is tried again with growing pauses; meanwhile further calls wait. What does not fit,
/// and what the target will never take, is dropped and counted. Threads: `offer` never waits; `close` waits for
/// one last try.
public final class CallExport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallExport.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final ExportTarget target;
    private final Duration every;
    private final Clock clock;
    private final ArrayBlockingQueue<Json> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<Json> taken = new ArrayList<>();
    private final LongAdder waiting = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean isTroubled;

    private CallExport(ExportTarget target, Duration every, Clock clock) {
        this.target = target;
        this.every = every;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("export-" + target.name()).unstarted(this::run);
    }

    /// @param every time in which calls are gathered, unless there are many
    static CallExport open(ExportTarget target, Duration every, Clock clock) {
        CallExport export = new CallExport(target, every, clock);
        export.thread.start();
        return export;
    }

    /// Names the target in metrics.
    public String name() {
        return target.name();
    }

    public ExportState state() {
        return new ExportState(waiting.sum(), sent.sum(), dropped.sum());
    }

    /// Lets a finished call wait for its turn.
    void offer(Json call) {
        if (closing.getCount() > 0 && queue.offer(call)) {
            waiting.increment();
        } else {
            dropped.increment();
        }
    }

    private void run() {
        Duration pause = Duration.ZERO;
        try {
            boolean isOver = false;
            while (!isOver) {
                isOver = rest(pause.isZero() ? every : pause);
                pause = bringAll() ? Duration.ZERO : longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends early when many calls wait, unless the target fails.
    ///
    /// @return whether the next time is the last one
    private boolean rest(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        long left = pause.toNanos();
        boolean isOver = false;
        while (!isOver && left > 0 && !isCrowded()) {
            isOver = closing.await(Math.min(left, STEP), TimeUnit.NANOSECONDS);
            left = end - System.nanoTime();
        }
        return isOver;
    }

    private boolean isCrowded() {
        return taken.isEmpty() && queue.size() >= MOST_TOGETHER;
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

    /// @return whether something else can follow
    private boolean bring() {
        try {
            target.bring(List.copyOf(taken), clock.instant());
            settle(sent);
            tell(false, "");
        } catch (ExportFailed e) {
            tell(true, e.why());
            if (e.isFinal()) {
                settle(dropped);
            }
        } catch (RuntimeException e) {
            // A defect must not end the thread, nor hold up the calls behind it.
            LOG.atError().addKeyValue("target", target.name()).setCause(e).log("export_defect");
            settle(dropped);
        }
        return taken.isEmpty();
    }

    private void settle(LongAdder fate) {
        fate.add(taken.size());
        waiting.add(-taken.size());
        taken.clear();
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
        target.close();
        long lost = state().waiting();
        if (lost > 0) {
            LOG.atWarn()
                    .addKeyValue("target", target.name())
                    .addKeyValue("calls", lost)
                    .log("export_unfinished");
        }
    }
}
