package io.sallyport.limit;

import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitTable.LimitRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// All limits of this installation: those of operators, of the configuration and of backend profiles.
///
/// Errors: NotFound for an unknown id; NotAllowed `config_owned` for a limit that is not stored.
/// Threads: safe; every method waits for the database. A change holds here at once, and on other instances
/// within a second.
public final class LimitCatalog {
    /// What [io.sallyport.database.Changes] calls changes of limits.
    public static final String TOPIC = "limits";

    private final Database database;
    private final LimitTable table;
    private final Supplier<List<Limit>> declared;
    private final Consumer<LimitBook> changed;
    private final Clock clock;

    /// @param declared those that are not stored
    /// @param changed takes over the limits of a new moment
    public LimitCatalog(Database database, Supplier<List<Limit>> declared, Consumer<LimitBook> changed, Clock clock) {
        this.database = database;
        this.table = database.attach(LimitTable.class);
        this.declared = declared;
        this.changed = changed;
        this.clock = clock;
    }

    /// Takes over what is declared and stored, at the start and whenever either changed.
    public synchronized void reload() {
        changed.accept(new LimitBook(list()));
    }

    /// All of them; of a declared one whose amount was set here only what was set.
    public List<Limit> list() {
        List<Limit> stored = table.list().stream().map(LimitRow::toLimit).toList();
        Set<LimitId> set = stored.stream().map(Limit::id).collect(Collectors.toSet());
        List<Limit> all = new ArrayList<>(declared.get());
        all.removeIf(limit -> set.contains(limit.id()));
        all.addAll(stored);
        return all;
    }

    public Optional<Limit> find(LimitId id) {
        return list().stream().filter(limit -> limit.id().equals(id)).findFirst();
    }

    /// The limit of a coverage that counts this, as a rate or as an amount.
    ///
    /// @param like a rate's window for rates, any other for amounts
    public Optional<Limit> find(Coverage coverage, Metric metric, Window like) {
        return list().stream()
                .filter(limit -> limit.coverage().equals(coverage)
                        && limit.metric() == metric
                        && limit.origin() != Origin.OWNER
                        && limit.window().isRate() == like.isRate())
                .findFirst();
    }

    /// Sets the limit of a coverage, whether there is one or not. What was used stays, unless the window is
    /// another.
    ///
    /// Errors: NotAllowed `config_owned` for another window than that of the configuration.
    ///
    /// @param wanted the limit with an id
    public Limit set(Function<LimitId, Limit> wanted) {
        Limit fresh = wanted.apply(new LimitId(TimeOrdered.uuid(clock.millis())));
        Optional<Limit> before = find(fresh.coverage(), fresh.metric(), fresh.window());
        if (before.isEmpty()) {
            return add(fresh);
        }
        Limit old = before.get();
        boolean sameWindow = old.window().equals(fresh.window());
        if (old.origin().isStored() && sameWindow) {
            return edit(old.id(), fresh);
        }
        if (sameWindow) {
            return add(wanted.apply(old.id()));
        }
        var _ = changeable(old.id());
        change(rows -> {
            rows.delete(old.id().value());
            rows.insert(LimitRow.of(fresh), clock.instant());
        });
        return fresh;
    }

    /// Adds a limit of an operator or an owner.
    public Limit add(Limit limit) {
        add(List.of(limit));
        return limit;
    }

    /// Adds several, all or none.
    void add(List<Limit> limits) {
        if (!limits.isEmpty()) {
            change(rows -> limits.forEach(limit -> rows.insert(LimitRow.of(limit), clock.instant())));
        }
    }

    /// Changes the amount, the name and the rules of a limit; what was used stays.
    public Limit edit(LimitId id, Limit wanted) {
        Limit before = changeable(id);
        Limit after = new Limit(
                id,
                wanted.name(),
                before.coverage(),
                before.metric(),
                before.window(),
                wanted.amount(),
                wanted.rules(),
                before.origin());
        change(rows -> rows.update(LimitRow.of(after), clock.instant()));
        return after;
    }

    /// Takes a limit away; what the ledger says of it stays.
    public void remove(LimitId id) {
        Limit gone = changeable(id);
        change(rows -> rows.delete(gone.id().value()));
    }

    private Limit changeable(LimitId id) {
        Limit limit = find(id).orElseThrow(() -> new NotFound("not_found", "This limit does not exist.").asException());
        if (!limit.origin().isStored()) {
            throw new NotAllowed(
                            "config_owned",
                            limit.origin() == Origin.CONFIG
                                    ? "This limit is part of the configuration file; change it there."
                                    : "This limit is a quota of a backend profile; change it there.")
                    .asException();
        }
        return limit;
    }

    private void change(Consumer<LimitTable> work) {
        database.useTransaction((Transaction transaction) -> {
            work.accept(transaction.attach(LimitTable.class));
            transaction.bump(TOPIC, this::reload);
        });
    }
}
