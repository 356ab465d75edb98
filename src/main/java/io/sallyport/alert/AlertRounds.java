package io.sallyport.alert;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at limits and backends from time to time, and sends what is due.
///
/// Threads: works on a virtual thread of its own; any number of instances may run it.
public final class AlertRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertRounds.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Watch watch;
    private final Supplier<AlertSettings> settings;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long checked;

    private AlertRounds(Watch watch, Supplier<AlertSettings> settings, Clock clock) {
        this.watch = watch;
        this.settings = settings;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("alerts").unstarted(this::run);
    }

    /// Everything a round looks at.
    public record Watch(
            Alerts alerts,
            BudgetAlerts budgets,
            ProviderAlerts providers,
            SpendSummaries summaries,
            Deliveries deliveries) {}

    /// Starts.
    public static AlertRounds open(Watch watch, Supplier<AlertSettings> settings, Clock clock) {
        AlertRounds rounds = new AlertRounds(watch, settings, clock);
        rounds.thread.start();
        return rounds;
    }

    private void run() {
        try {
            checked = System.nanoTime() - settings.get().checkInterval().toNanos();
            Duration pause = round();
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return time until there is something to do again
    private Duration round() {
        AlertSettings now = settings.get();
        if (!now.enabled()) {
            return now.checkInterval();
        }
        try {
            if (untilCheck(now).isZero()) {
                checked = System.nanoTime();
                watch.budgets().check();
                watch.providers().check();
                watch.summaries().check();
            }
            watch.deliveries().sendDue();
            return untilNext(now);
        } catch (RuntimeException e) {
            LOG.warn("alerts checked=false cause={}", e.getMessage());
            return now.checkInterval();
        }
    }

    private Duration untilCheck(AlertSettings now) {
        return atLeast(Duration.ZERO, now.checkInterval().minusNanos(System.nanoTime() - checked));
    }

    private Duration untilNext(AlertSettings now) {
        Duration check = untilCheck(now);
        Duration due = watch.alerts()
                .nextDue()
                .map(at -> Duration.between(clock.instant(), at))
                .orElse(check);
        return atLeast(SHORTEST, due.compareTo(check) < 0 ? due : check);
    }

    private static Duration atLeast(Duration least, Duration duration) {
        return duration.compareTo(least) < 0 ? least : duration;
    }

    /// Waits until what is being sent was sent.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
