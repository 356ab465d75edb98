package io.sallyport.app;

import io.sallyport.admin.BudgetRoutes;
import io.sallyport.admin.ChargeRoutes;
import io.sallyport.admin.LimitRoutes;
import io.sallyport.admin.RateRoutes;
import io.sallyport.admin.StandingRoutes;
import io.sallyport.alert.Standings;
import io.sallyport.counters.SharedCounters;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Caller;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.PersonalKeys;
import io.sallyport.lang.KeyId;
import io.sallyport.limit.ChargedLimits;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.HeldLimits;
import io.sallyport.limit.Ledger;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.LimitNames;
import io.sallyport.limit.LimitSettings;
import io.sallyport.limit.LimitStandings;
import io.sallyport.limit.Limits;
import io.sallyport.limit.RateSlices;
import io.sallyport.portal.HeldLimitRoutes;
import io.sallyport.tenant.Projects;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything that knows limits: rates, quotas, budgets and their books.
final class Spending implements AutoCloseable {
    private final Ledger ledger;
    private final RateSlices rates;
    private final Limits limits;
    private final LimitCatalog catalog;
    private final LimitStandings standings;
    private final HeldLimits held;
    private final Database database;
    private final Clock clock;

    /// Where limits come from that are not stored.
    ///
    /// @param settings of the configuration
    /// @param names finds those whom limits of the configuration name, and the backend profiles, which have
    ///     quotas
    /// @param holders finds the callers that keys stand for
    record Sources(
            Supplier<LimitSettings> settings,
            SubjectNames names,
            Function<Collection<KeyId>, Map<KeyId, Caller>> holders) {}

    /// @param refused hears of every limit that says no
    Spending(
            Database database,
            SharedCounters counters,
            Sources sources,
            Executor blocking,
            Clock clock,
            Consumer<Limit> refused) {
        this.ledger = Ledger.open(database, clock);
        this.rates = RateSlices.open(counters, clock);
        this.limits = new Limits(ledger, rates, sources.settings(), blocking, clock, refused);
        this.catalog = new LimitCatalog(database, () -> declared(sources), limits::change, clock);
        this.standings = new LimitStandings(database, clock);
        this.held = new HeldLimits(limits, standings, sources.holders());
        this.database = database;
        this.clock = clock;
        catalog.reload();
    }

    private static List<Limit> declared(Sources sources) {
        List<Limit> declared = new ArrayList<>();
        sources.settings()
                .get()
                .limits()
                .forEach(limit -> declared.add(sources.names().found(limit)));
        sources.names().profiles().get().all().forEach(profile -> declared.addAll(ProfileQuotas.of(profile)));
        return declared;
    }

    /// The limits that hold for somebody.
    HeldLimits held() {
        return held;
    }

    /// What people are warned about.
    ///
    /// @param foretells whether they are told of what will not last
    Standings watched(ApiKeys keys, BooleanSupplier foretells) {
        return new BudgetStandings(limits, standings, keys, foretells, clock);
    }

    /// The JSON of limits, for operators and for people.
    ///
    /// @param reports the books, over connections that no call needs
    List<JsonRoute> routes(PersonalKeys own, ApiKeys keys, Database reports) {
        LimitNames names = new LimitNames(database);
        return Stream.of(
                        new LimitRoutes(catalog, names, new LedgerCheck(database), clock).list(),
                        new StandingRoutes(catalog, standings, held, names, clock).list(),
                        new HeldLimitRoutes(held, own, keys, new Projects(database, clock), clock).list(),
                        new ChargeRoutes(new ChargedLimits(reports, catalog)).list(),
                        new BudgetRoutes(catalog).list(),
                        new RateRoutes(catalog).list())
                .flatMap(List::stream)
                .toList();
    }

    /// The limits people give to keys, and within tenants.
    GivenLimits given() {
        return new GivenLimits(catalog, clock);
    }

    Limits limits() {
        return limits;
    }

    /// Takes over what another instance, the configuration or a backend profile changed.
    void reload() {
        catalog.reload();
    }

    @Override
    public void close() {
        rates.close();
        ledger.close();
    }
}
