package io.sallyport.counters;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// How much was taken of each window, in the memory of this process.
///
/// Threads: safe.
final class Tally {
    private final ConcurrentMap<CounterWindow, AtomicLong> taken = new ConcurrentHashMap<>();

    /// @return what was taken, 0 to want
    long take(CounterWindow window, long cap, long want) {
        AtomicLong count = taken.computeIfAbsent(window, absent -> new AtomicLong());
        long before = count.getAndUpdate(now -> now + fitting(cap, now, want));
        return fitting(cap, before, want);
    }

    /// @return what is given back of the amount; never more than was taken
    long giveBack(CounterWindow window, long amount) {
        AtomicLong count = taken.get(window);
        return count == null ? 0 : Math.min(amount, count.getAndUpdate(now -> now - Math.min(amount, now)));
    }

    long of(CounterWindow window) {
        AtomicLong count = taken.get(window);
        return count == null ? 0 : count.get();
    }

    void forgetOver(Instant now) {
        taken.keySet().removeIf(window -> window.isOver(now));
    }

    int size() {
        return taken.size();
    }

    private static long fitting(long cap, long taken, long want) {
        return Math.max(0, Math.min(want, cap - taken));
    }
}
