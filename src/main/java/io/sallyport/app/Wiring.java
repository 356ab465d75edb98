package io.sallyport.app;

import io.sallyport.admin.CacheRoutes;
import io.sallyport.admin.MasterKeyRoutes;
import io.sallyport.admin.Resealing;
import io.sallyport.admin.StatusCheck;
import io.sallyport.admin.StatusRoutes;
import io.sallyport.admin.StatusRoutes.Program;
import io.sallyport.api.ApiErrors;
import io.sallyport.api.ApiRoutes;
import io.sallyport.app.settings.Settings;
import io.sallyport.blueprint.BlueprintRoutes;
import io.sallyport.cache.ResponseCache;
import io.sallyport.catalog.Catalogs;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.Prices;
import io.sallyport.catalog.RoleCatalog;
import io.sallyport.counters.CounterTable;
import io.sallyport.counters.GuardedCounters;
import io.sallyport.counters.RedisSettings;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.door.InnerDoor;
import io.sallyport.door.JsonDoor;
import io.sallyport.door.JsonRoute;
import io.sallyport.door.OpenApi;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.journal.AdminEvents;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.key.KeySettings;
import io.sallyport.key.LastUse;
import io.sallyport.key.PersonalKeys;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.RefusalMeters;
import io.sallyport.net.Outbounds;
import io.sallyport.ops.HeapWatch;
import io.sallyport.portal.Portal;
import io.sallyport.profile.BackendProfiles;
import io.sallyport.provider.Backend;
import io.sallyport.provider.BackendCalls;
import io.sallyport.routing.Probes;
import io.sallyport.telemetry.Meters;
import io.sallyport.tenant.Tenants;
import io.sallyport.transport.EventLoops;
import io.sallyport.usage.PromptCacheTable;
import io.sallyport.usage.SavingTable;
import io.sallyport.web.Route;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/// Builds the house floor by floor: who makes what is read here.
final class Wiring implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final Launch launch;
    private final Database database;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final ApiKeys keys;
    private final KeyAuthenticator authenticator;
    private final People people;
    private final Tenancy tenancy;
    private final RouteBook routes;
    private final Terms terms;
    private final Catalogs catalogs;
    private final Sight sight;
    private final GuardedCounters counters;
    private final Recording recording;
    private final Road road;
    private final Upstreams upstreams;
    private final Nodes nodes;
    private final Store store;
    private final PersonalKeys personalKeys;
    private final Warnings warnings;
    private final Spending spending;
    private volatile Settings settings;
    private Optional<CertificateCheck> certificate = Optional.empty();

    Wiring(Launch launch, EventLoops loops, Outbounds outbounds, Store store, Meters meters, List<Backend> found) {
        this.launch = launch;
        this.settings = launch.settings();
        this.store = store;
        this.database = store.database();

        HostKeys hostKeys = new HostKeys(launch);
        KeyHasher hasher = new KeyHasher(hostKeys.peppers());
        this.keys = new ApiKeys(database, hasher, launch.clock());
        LastUse lastUse = closing(LastUse.open(database));
        this.authenticator = new KeyAuthenticator(settings.keys(), keys, hasher, lastUse, launch.clock());

        this.people = new People(
                database, () -> this.settings, new People.Programs(authenticator, hasher, outbounds), launch.clock());
        this.tenancy = new Tenancy(database, keys, people, launch.clock());

        this.catalogs = catalogs();
        this.nodes = closing(new Nodes(database, hasher, () -> this.settings, launch.clock()));
        this.upstreams = closing(upstreams(new BackendCalls(loops, outbounds, launch.clock()), found));
        this.routes = upstreams.routes();
        this.terms = new Terms(database, upstreams::isKnown, launch.clock());
        this.personalKeys = personalKeys(hostKeys);
        this.sight = closing(new Sight(settings, launch.service(), database, meters, launch.clock()));
        this.counters = closing(counters());
        this.spending = closing(spending(new RefusalMeters(meters)));
        sight.tell(launch.inForce(), store.changes());
        listen(store.changes());
        terms.configure(settings.terms());
        findNames();
        sight.watch(counters);
        this.recording = closing(new Recording(launch, database, outbounds, sight, meters));
        listenForDuty(store.changes());
        this.road =
                closing(road(new Road.Ground(loops, outbounds, blocking, database, launch.clock()), hostKeys, meters));
        store.changes().onChange(ResponseCache.TOPIC, road::forget);
        store.changes().onChange(GuardrailRules.TOPIC, road.guarding().rules()::reload);
        this.warnings = closing(warnings(loops));
    }

    private Road road(Road.Ground ground, HostKeys hostKeys, Meters meters) {
        Road.Stations stations = new Road.Stations(
                authenticator,
                upstreams,
                spending.limits(),
                recording.journal(),
                recording.runs(),
                sight.tracing(),
                hostKeys::seal);
        return new Road(ground, stations, () -> settings, meters);
    }

    private Upstreams upstreams(BackendCalls calls, List<Backend> found) {
        Upstreams.Sources sources = new Upstreams.Sources(catalogs::current, nodes, found);
        return new Upstreams(launch, database, () -> settings, calls, sources);
    }

    private Warnings warnings(EventLoops loops) {
        Warnings.Watched watched = new Warnings.Watched(
                spending.watched(keys, () -> settings.alerts().forecastAfter().isPresent()), sight.backendCounts());
        return new Warnings(loops, store, () -> settings, watched, launch.clock());
    }

    private PersonalKeys personalKeys(HostKeys hostKeys) {
        keys.boundBy(id -> terms.profiles().find(id));
        return terms.personalKeys(
                keys, hostKeys.seal(Use.CLIENT_KEY), settings.terms().reveal());
    }

    private void listen(Changes changes) {
        sight.watch(changes);
        keys.onChange(authenticator::forget);
        changes.onChange(ApiKeys.TOPIC, authenticator::forget);
        changes.onChange(Tenants.TOPIC, () -> {
            authenticator.forget();
            catalogs.reload();
            spending.reload();
        });
        changes.onChange(Catalogs.TOPIC, catalogs::reload);
        changes.onChange(BackendProfiles.TOPIC, () -> {
            terms.reload();
            authenticator.forget();
            catalogs.reload();
            spending.reload();
        });
        changes.onChange(LimitCatalog.TOPIC, () -> spending.reload());
        upstreams.listen(changes);
    }

    /// Rules and limits may name tenants and backend profiles from now on.
    private void findNames() {
        catalogs.findNames(tenancy.names(terms::profiles)::found);
        catalogs.reload();
        spending.reload();
    }

    /// Those whose calls must be recorded may be named before they are made.
    private void listenForDuty(Changes changes) {
        requireRecords();
        changes.onChange(Tenants.TOPIC, this::requireRecords);
        changes.onChange(BackendProfiles.TOPIC, this::requireRecords);
    }

    private void requireRecords() {
        recording.require(tenancy.names(terms::profiles).found(settings.audit().required()));
    }

    private Catalogs catalogs() {
        Catalogs made = new Catalogs(database, Prices.bundled());
        made.configure(settings.models(), settings.prices(), settings.routing().rules());
        made.configure(RoleCatalog.of(settings.roles()));
        made.reload();
        new PriceList(database, made, launch.clock()).keepHistory();
        return made;
    }

    /// While Redis is gone, those that share the database say how many share the limits.
    private Spending spending(RefusalMeters refused) {
        return new Spending(
                database,
                counters,
                new Spending.Sources(
                        () -> settings.allLimits(), tenancy.names(terms::profiles), authenticator::holders),
                blocking,
                launch.clock(),
                refused);
    }

    private GuardedCounters counters() {
        RedisSettings redis = settings.redis();
        return redis.address()
                .map(address -> GuardedCounters.overRedis(
                        address, redis, () -> sight.instances().size(), launch.clock()))
                .orElseGet(() -> GuardedCounters.overDatabase(database.attach(CounterTable.class), launch.clock()));
    }

    /// Every route of the main listener.
    ///
    /// @param address where it is
    List<Route> mainRoutes(URI address, ApiErrors errors, BooleanSupplier draining, Portal portal) {
        List<Route> all = new ArrayList<>(ApiRoutes.of(
                road.pipeline(),
                routes,
                BuiltIns.dialects(),
                new ApiRoutes.Parts(
                        recording.journal(),
                        launch.clock(),
                        authenticator,
                        blocking,
                        errors,
                        launch.settings().server().cors(),
                        road.realtime(),
                        spending.limits(),
                        spending.held())));
        all.addAll(nodes.routes(routes, authenticator, blocking, errors));
        all.addAll(sight.mainRoutes(routes::backends, draining, errors::write));
        List<JsonRoute> json = jsonRoutes();
        JsonDoor door = new JsonDoor(
                people.credentials(), this::isAdministered, errors::write, new AdminEvents(database), launch.clock());
        all.addAll(door.routes(json));
        all.add(OpenApi.route(Version.text(), all, json));
        all.addAll(people.signOn(address, errors::write));
        all.addAll(portal.routes(sight.noting(people::visitor), errors::write));
        return all;
    }

    private List<JsonRoute> jsonRoutes() {
        OperatorApi operatorApi = new OperatorApi(
                store,
                catalogs,
                upstreams::isKnown,
                recording.auditing()::reader,
                () -> settings.audit().enabled(),
                launch.clock());
        List<JsonRoute> json = new ArrayList<>(operatorApi.routes());
        json.addAll(new MasterKeyRoutes(new Resealing(database, new HostKeys(launch)::seal)).list());
        json.addAll(upstreams.operatorRoutes());
        json.addAll(nodes.operatorRoutes());
        json.addAll(road.operatorRoutes());
        json.addAll(status().list());
        json.addAll(new SettingsSight(launch.inForce(), launch.environment(), launch.clock()).routes());
        json.addAll(people.routes());
        json.addAll(terms.routes());
        json.addAll(spending.routes(personalKeys, keys, store.reports()));
        json.addAll(SelfService.routes(
                terms.entitlements(), upstreams, personalKeys, spending.given(), () -> settings, launch.clock()));
        json.addAll(tenancy.routes(spending.given()));
        PriceList prices = new PriceList(database, catalogs, launch.clock());
        json.addAll(Reporting.routes(store, prices, sight::readings, () -> settings.timezone(), launch.clock()));
        json.addAll(warnings.operatorRoutes());
        json.addAll(road.guarding().routes(store.reports()));
        json.addAll(new CacheRoutes(
                        road.cache(),
                        database.attach(SavingTable.class),
                        store.reports().attach(PromptCacheTable.class),
                        launch.clock())
                .list());
        json.addAll(new BlueprintRoutes(
                        database,
                        new InnerDoor(json),
                        upstreams.managed(),
                        road.guarding().rules(),
                        launch.clock())
                .list());
        return json;
    }

    /// What the gateway depends on; a room that depends on more adds its check here.
    private StatusRoutes status() {
        List<StatusCheck> checks = new ArrayList<>(List.of(
                new StoreCheck(store),
                new RedisCheck(counters),
                people.signInCheck(),
                recording.auditing().check(),
                upstreams.sight()));
        certificate.ifPresent(checks::add);
        Program program = new Program(Version.text(), sight.instance(), sight::instances);
        return new StatusRoutes(checks, program, launch.clock());
    }

    /// Shows whether there is memory for new calls, and a certificate where one is needed; to be called before
    /// the routes are asked for.
    void watch(HeapWatch heap, Optional<CertificateCheck> watched) {
        sight.watch(heap);
        watched.ifPresent(sight::watch);
        certificate = watched;
    }

    /// Every route of the metrics listener.
    List<Route> metricsRoutes(ApiErrors errors, BooleanSupplier draining) {
        return sight.metricsRoutes(routes::backends, draining, errors::write);
    }

    /// Takes over changed settings, all or nothing.
    ///
    /// Errors: IllegalArgumentException when they do not fit together; the old ones stay in force then.
    void reload(Settings next) {
        catalogs.configure(next.models(), next.prices(), next.routing().rules());
        catalogs.configure(RoleCatalog.of(next.roles()));
        new PriceList(database, catalogs, launch.clock()).keepHistory();
        authenticator.reload(next.keys());
        nodes.reload(next.keys());
        settings = next;
        upstreams.reload();
        terms.configure(next.terms());
        spending.reload();
        road.guarding().configure(next.guardrails());
        requireRecords();
    }

    SettingsEvents settingsEvents() {
        return new SettingsEvents(new AdminEvents(database), launch.clock());
    }

    /// Whether an admin authenticator is configured (requirement C22).
    private boolean isAdministered() {
        KeySettings known = settings.keys();
        return settings.adminApi() && (known.issuedKeys() || !known.adminKeys().isEmpty() || people.canAdminister());
    }

    /// A model a first call can use.
    String suggestedModel() {
        return SuggestedModel.among(routes.get().models());
    }

    People people() {
        return people;
    }

    Terms terms() {
        return terms;
    }

    /// Makes what the settings name and the database lacks; limits may name that from now on.
    void bootstrap() {
        tenancy.bootstrap(settings.bootstrap(), spending.given());
        spending.reload();
    }

    ApiKeys keys() {
        return keys;
    }

    Probes probes() {
        return upstreams.probes();
    }

    private <T extends AutoCloseable> T closing(T part) {
        return open.closing(part);
    }

    /// Closes what was opened, last first.
    @Override
    public void close() {
        blocking.close();
        open.close();
    }
}
