package io.sallyport.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.cache.CachedMeaningTable.Row;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.database.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What kept answers' questions mean: in memory, and where answers are shared also in the database, sealed.
///
/// Of each scope the newest are known; the nearest is found by looking at all of them.
/// Threads: safe; where answers are shared, every look waits for the database.
public final class Meanings {
    private static final Logger LOG = LoggerFactory.getLogger(Meanings.class);

    /// Questions of one scope; looking at all of them takes less than a millisecond.
    private static final int MOST = 500;

    private final CachedMeaningTable table;
    private final Seal seal;
    private final Supplier<CacheSettings> settings;
    private final Clock clock;
    private final Cache<String, Scope> memory;

    public Meanings(Database database, Seal seal, Supplier<CacheSettings> settings, Clock clock) {
        this.table = database.attach(CachedMeaningTable.class);
        this.seal = seal;
        this.settings = settings;
        this.clock = clock;
        this.memory = Caffeine.newBuilder()
                .maximumWeight(settings.get().memory())
                .<String, Scope>weigher((_, scope) -> scope.weight())
                .build();
    }

    private record Known(String digest, Vector vector, Instant until) {}

    /// @param last number of the newest that the database told us of
    /// @param known newest first
    private record Scope(long last, List<Known> known) {
        private static final Scope EMPTY = new Scope(0, List.of());

        int weight() {
            return known.stream().mapToInt(one -> one.vector().weight()).sum();
        }

        Scope with(long number, List<Known> newer) {
            List<Known> all = new ArrayList<>(newer);
            known.stream()
                    .filter(old -> newer.stream().noneMatch(one -> one.digest().equals(old.digest())))
                    .limit(Math.max(0, MOST - newer.size()))
                    .forEach(all::add);
            return new Scope(Math.max(last, number), List.copyOf(all));
        }
    }

    /// The question that means most nearly the same, when it is near enough.
    ///
    /// @param threshold cosine similarity
    public Optional<Similar> nearest(Meaning meaning, Vector vector, double threshold) {
        Instant now = clock.instant();
        Optional<Similar> best = Optional.empty();
        double highest = threshold;
        for (Known one : known(meaning.scope(), now)) {
            double likeness = one.vector().likeness(vector);
            if (likeness >= highest && now.isBefore(one.until())) {
                highest = likeness;
                best = Optional.of(new Similar(one.digest(), likeness));
            }
        }
        return best;
    }

    private List<Known> known(String name, Instant now) {
        Scope here = Optional.ofNullable(memory.getIfPresent(name)).orElse(Scope.EMPTY);
        if (!settings.get().shared()) {
            return here.known();
        }
        try {
            List<Row> rows = table.after(name, here.last(), now, MOST);
            return rows.isEmpty()
                    ? here.known()
                    : add(name, rows.getFirst().number(), opened(rows)).known();
        } catch (RuntimeException e) {
            LOG.warn("semantic_cache read=false cause={}", e.getMessage());
            return here.known();
        }
    }

    private Scope add(String name, long number, List<Known> newer) {
        return memory.asMap().compute(name, (_, before) -> (before == null ? Scope.EMPTY : before).with(number, newer));
    }

    /// Without those whose master key is gone.
    private List<Known> opened(List<Row> rows) {
        List<Known> opened = new ArrayList<>(rows.size());
        for (Row row : rows) {
            try {
                Vector vector = Vector.read(seal.open(place(row.digest()), row.vector()));
                opened.add(new Known(row.digest(), vector, row.until()));
            } catch (SealBroken e) {
                LOG.debug("semantic_cache opened=false");
            }
        }
        return opened;
    }

    /// Remembers what a question means whose answer was kept, and shared where answers are.
    public void keep(Meaning meaning, Vector vector, Question question, Instant until) {
        add(meaning.scope(), 0, List.of(new Known(question.digest(), vector, until)));
        if (!settings.get().shared()) {
            return;
        }
        try {
            String sealed = seal.seal(place(question.digest()), vector.written());
            table.put(question.digest(), meaning.scope(), sealed, until);
        } catch (RuntimeException e) {
            LOG.warn("semantic_cache written=false cause={}", e.getMessage());
        }
    }

    private static Place place(String digest) {
        return new Place("cached_meaning", digest, "vector");
    }

    /// Empties the memory of this instance.
    public void forget() {
        memory.invalidateAll();
    }
}
