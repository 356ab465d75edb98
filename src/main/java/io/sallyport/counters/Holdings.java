package io.sallyport.counters;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/// How many places this instance holds of each counter.
///
/// Threads: safe. Changes of one counter wait for each other, so that a store hears of them in their order.
final class Holdings {
    /// A power of two; counters that share a lock only wait a little longer.
    private static final int LOCKS = 64;

    private final ConcurrentMap<CounterId, Long> held = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /// @param change from what is held to what is held then; it may ask a store
    /// @return how much more is held now
    long change(CounterId id, LongUnaryOperator change) {
        ReentrantLock lock = locks[(int) (id.low() & (LOCKS - 1))];
        lock.lock();
        try {
            long before = held.getOrDefault(id, 0L);
            long after = change.applyAsLong(before);
            if (after > 0) {
                held.put(id, after);
            } else {
                held.remove(id);
            }
            return after - before;
        } finally {
            lock.unlock();
        }
    }

    /// Counters of which something is held.
    Set<CounterId> ids() {
        return Set.copyOf(held.keySet());
    }
}
