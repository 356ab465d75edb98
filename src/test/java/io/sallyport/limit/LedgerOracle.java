package io.sallyport.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// What the books must say, by plain arithmetic in one thread: one bucket of tokens and one of cost.
final class LedgerOracle {
    static final List<Metric> METRICS = List.of(Metric.COST, Metric.TOKENS);

    private final long cap;
    private final Map<Metric, Balance> balances = new TreeMap<>(Comparator.comparing(Metric::word));
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Set<UUID> ended = new HashSet<>();
    private final Set<UUID> gone = new HashSet<>();

    LedgerOracle(long cap) {
        this.cap = cap;
        METRICS.forEach(metric -> balances.put(metric, new Balance()));
    }

    /// One bucket.
    private static final class Balance {
        long charged;
        final Map<UUID, Long> held = new TreeMap<>();

        long leased() {
            return held.values().stream().mapToLong(Long::longValue).sum();
        }

        /// What is used beyond what was held is used all the same.
        void use(UUID instance, long amount) {
            charged += amount;
            held.computeIfPresent(instance, (id, before) -> Math.max(0, before - amount));
        }
    }

    /// How one call ended.
    record End(UUID call, String kind, long tokens, long cost) {
        long of(Metric metric) {
            return metric == Metric.COST ? cost : tokens;
        }
    }

    /// @return what is granted; empty for an instance that was given up
    Optional<Long> take(UUID instance, Metric metric, long least, long most) {
        if (gone.contains(instance)) {
            return Optional.empty();
        }
        Balance balance = balance(metric);
        long room = cap - balance.charged - balance.leased();
        if (room < least) {
            return Optional.of(0L);
        }
        long granted = Math.min(room, Math.max(least, Math.min(most, room / 4)));
        balance.held.merge(instance, granted, Long::sum);
        return Optional.of(granted);
    }

    /// @return false for an instance that was given up
    boolean giveBack(UUID instance, Metric metric, long amount) {
        if (gone.contains(instance)) {
            return false;
        }
        balance(metric).held.merge(instance, -amount, Long::sum);
        return true;
    }

    /// @return false for an instance that was given up
    boolean settle(UUID instance, List<End> batch) {
        if (gone.contains(instance)) {
            return false;
        }
        for (End end : batch) {
            if (ended.add(end.call())) {
                kinds.merge(end.kind(), 1, Integer::sum);
                if (!end.kind().equals("late")) {
                    balances.forEach((metric, balance) -> balance.use(instance, end.of(metric)));
                }
            }
        }
        return true;
    }

    /// Whatever it held counts as used.
    void giveUp(UUID instance) {
        gone.add(instance);
        for (Balance balance : balances.values()) {
            Long held = balance.held.remove(instance);
            if (held != null && held > 0) {
                balance.charged += held;
                kinds.merge("expired", 1, Integer::sum);
            }
        }
    }

    void forgive(Metric metric) {
        Balance balance = balance(metric);
        if (balance.charged > 0) {
            balance.charged = 0;
            kinds.merge("forgiven", 1, Integer::sum);
        }
    }

    private Balance balance(Metric metric) {
        return Objects.requireNonNull(balances.get(metric));
    }

    long held(UUID instance, Metric metric) {
        return balance(metric).held.getOrDefault(instance, 0L);
    }

    /// Metric, charged, leased.
    List<List<String>> buckets() {
        List<List<String>> lines = new ArrayList<>();
        balances.forEach((metric, balance) ->
                lines.add(List.of(metric.word(), Long.toString(balance.charged), Long.toString(balance.leased()))));
        return lines;
    }

    /// Kind and how many.
    List<List<String>> entries() {
        List<List<String>> lines = new ArrayList<>();
        kinds.forEach((kind, count) -> lines.add(List.of(kind, count.toString())));
        return lines;
    }
}
