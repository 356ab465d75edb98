package io.sallyport.limit;

import io.sallyport.counters.CounterId;
import io.sallyport.counters.CounterWindow;
import io.sallyport.counters.SharedCounters;
import io.sallyport.limit.LimitRules.Action;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Slices of rates and of parallel calls, from counters that instances share. They are not kept: a rate that is
/// lost with its counter begins anew in the next minute.
///
/// Threads: safe; [#fill] waits for the counters.
public final class RateSlices implements SliceSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RateSlices.class);
    private static final Duration TIDY = Duration.ofSeconds(1);
    private static final long COUNTED = 0;

    private final SharedCounters counters;
    private final Clock clock;
    private final Set<Slice> slices = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread tidier = Thread.ofVirtual().name("rates").unstarted(this::run);

    private RateSlices(SharedCounters counters, Clock clock) {
        this.counters = counters;
        this.clock = clock;
    }

    /// Starts giving back what is not needed.
    public static RateSlices open(SharedCounters counters, Clock clock) {
        RateSlices rates = new RateSlices(counters, clock);
        rates.tidier.start();
        return rates;
    }

    @Override
    public void fill(Slice slice, long least, long most) {
        Limit limit = slice.account().limit();
        long cap = limit.rules().action() == Action.WARN
                ? SharedCounters.MOST
                : limit.amount().min(BigInteger.valueOf(SharedCounters.MOST)).longValueExact();
        long got =
                isParallel(slice) ? counters.takeSlots(id(slice), cap, most) : counters.take(window(slice), cap, most);
        BigInteger given = BigInteger.valueOf(got);
        slice.granted(COUNTED, got, got < most ? given : slice.elsewhere().max(given));
        slices.add(slice);
        if (got < least) {
            slice.notEnough(System.nanoTime());
        }
    }

    private static boolean isParallel(Slice slice) {
        return slice.account().limit().metric() == Metric.PARALLEL;
    }

    private static CounterId id(Slice slice) {
        return CounterId.of(
                slice.account().limit().id().toString(), slice.account().subject());
    }

    private static CounterWindow window(Slice slice) {
        return new CounterWindow(
                id(slice), slice.bucket().start(), slice.bucket().end());
    }

    private void run() {
        try {
            while (!closing.await(TIDY.toMillis(), TimeUnit.MILLISECONDS)) {
                tidy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives back what was not needed lately. What the counters do not hear of ends with the window.
    private void tidy() {
        try {
            for (Slice slice : List.copyOf(slices)) {
                boolean over = !slice.bucket().end().isAfter(clock.instant());
                long spare = slice.spare(over ? 0 : slice.account().worthKeeping(slice));
                if (over || slice.isDone()) {
                    slices.remove(slice);
                }
                if (spare > 0 && !over) {
                    giveBack(slice, spare);
                }
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("rates_not_given_back");
        }
    }

    private void giveBack(Slice slice, long spare) {
        if (isParallel(slice)) {
            counters.giveBackSlots(id(slice), spare);
        } else {
            counters.giveBack(window(slice), spare);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
