package io.sallyport.ops;

import io.sallyport.database.Database;
import io.sallyport.telemetry.Meters;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What this instance adds to the shared totals, counted once whatever fails.
///
/// Numbers are written whole under the instance's id, so a repeated write changes nothing. Others fold an
/// instance that they have not seen for a while. If it was only paused, it goes on under a new id and leaves
/// out what they folded; the
/// version they found tells it whether its last write, whose answer it may never have seen, was part of that.
/// Threads: used by one thread at a time.
final class Contribution {
    private static final long BEAT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Database database;
    private final Meters meters;
    private final Supplier<Running> running;
    private final Map<Slot, long[]> folded = new TreeMap<>();
    private String id = UUID.randomUUID().toString();
    private long version;
    private Running told = Running.UNTOLD;
    private long beaten = System.nanoTime() - BEAT_NANOS;
    private Map<Slot, long[]> stored = Map.of();
    /// What was sent without an answer; sent again unchanged until there is one.
    private @Nullable Map<Slot, long[]> unanswered;

    /// @param running what this instance runs now
    Contribution(Database database, Meters meters, Supplier<Running> running) {
        this.database = database;
        this.meters = meters;
        this.running = running;
    }

    String id() {
        return id;
    }

    /// Brings the stored numbers up to date.
    ///
    /// Errors: what the database throws; the next push makes up for it.
    void push() {
        if (unanswered != null && !send(unanswered)) {
            startOver();
        }
        if (!send(own())) {
            startOver();
            send(own());
        }
    }

    private boolean send(Map<Slot, long[]> now) {
        Map<Slot, long[]> changed = new TreeMap<>(now);
        changed.entrySet().removeIf(entry -> Arrays.equals(entry.getValue(), stored.get(entry.getKey())));
        Running current = running.get();
        if (changed.isEmpty() && current.equals(told) && System.nanoTime() - beaten < BEAT_NANOS) {
            return true;
        }
        unanswered = now;
        boolean counted = database.inTransaction(transaction -> {
            MetricTable table = transaction.attach(MetricTable.class);
            if (version == 0) {
                table.arrive(id);
            }
            if (table.beat(id, version + 1, current) == 0) {
                return false;
            }
            StoredCounts.put(table, id, changed);
            return true;
        });
        if (counted) {
            stored = now;
            told = current;
            unanswered = null;
            version++;
            beaten = System.nanoTime();
        }
        return counted;
    }

    /// What we counted, without what was folded under an earlier id.
    private Map<Slot, long[]> own() {
        Map<Slot, long[]> own = Slot.shared(meters.read());
        own.replaceAll((slot, counts) -> StoredCounts.minus(counts, folded.get(slot)));
        return own;
    }

    private void startOver() {
        long reached = database.attach(MetricTable.class).version(id).orElse(version);
        Map<Slot, long[]> found = reached > version && unanswered != null ? unanswered : stored;
        found.forEach((slot, counts) -> {
            if (!StoredCounts.isLevel(slot, counts)) {
                folded.merge(slot, counts, StoredCounts::plus);
            }
        });
        id = UUID.randomUUID().toString();
        version = 0;
        stored = Map.of();
        unanswered = null;
    }
}
