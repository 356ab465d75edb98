package io.sallyport.counters;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/// Counters of one process that shares with nobody: exact, and gone with the process.
public final class MemoryCounters implements SharedCounters {
    private final Clock clock;
    private final Tally tally = new Tally();
    private final ConcurrentMap<CounterId, Long> slots = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    public MemoryCounters(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long take(CounterWindow window, long cap, long want) {
        Instant now = clock.instant();
        sweep(now);
        return window.isOver(now) ? 0 : tally.take(window, cap, want);
    }

    @Override
    public void giveBack(CounterWindow window, long amount) {
        tally.giveBack(window, amount);
    }

    @Override
    public long takeSlots(CounterId id, long cap, long want) {
        long[] granted = new long[1];
        slots.compute(id, (known, held) -> {
            long before = held == null ? 0 : held;
            granted[0] = Math.max(0, Math.min(want, cap - before));
            return before + granted[0];
        });
        return granted[0];
    }

    @Override
    public void giveBackSlots(CounterId id, long given) {
        slots.computeIfPresent(id, (known, held) -> held > given ? Long.valueOf(held - given) : null);
    }

    @Override
    public int instances() {
        return 1;
    }

    @Override
    public void close() {
        slots.clear();
    }

    /// How many windows are remembered.
    int size() {
        return tally.size();
    }

    private void sweep(Instant now) {
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plusSeconds(1))) {
            tally.forgetOver(now);
        }
    }
}
