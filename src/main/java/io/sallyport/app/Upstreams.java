package io.sallyport.app;

import io.sallyport.admin.BackendRoutes;
import io.sallyport.admin.BackendSight;
import io.sallyport.admin.ProviderRoutes;
import io.sallyport.admin.ServiceRoutes;
import io.sallyport.admin.TrialGate;
import io.sallyport.app.BuiltIns.Kind;
import io.sallyport.app.settings.Settings;
import io.sallyport.catalog.Catalog;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.provider.Backend;
import io.sallyport.provider.BackendCalls;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.ManagedBackends;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderKind;
import io.sallyport.routing.HealthBoard;
import io.sallyport.routing.OutOfService;
import io.sallyport.routing.Probes;
import io.sallyport.routing.Reports;
import io.sallyport.routing.SharedRests;
import io.sallyport.routing.TargetHealth;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that knows backends: where they come from, how they do, which models they have.
final class Upstreams implements AutoCloseable {
    private final Clock clock;
    private final Supplier<Settings> settings;
    private final BackendSources sources;
    private final Inventory inventory = new Inventory();
    private final RouteBook routes;
    private final BackendCalls calls;
    private final HealthBoard health;
    private final ModelListing listing;
    private final Probes probes;
    private final SharedRests rests;
    private final OutOfService service;
    private final Nodes nodes;

    /// Where backends and their names come from, besides settings and database.
    ///
    /// @param nodes whose services are backends too
    /// @param found in the environment or on this machine, at the start
    record Sources(Supplier<Catalog> catalog, Nodes nodes, List<Backend> found) {}

    Upstreams(Launch launch, Database database, Supplier<Settings> settings, BackendCalls calls, Sources wider) {
        this.nodes = wider.nodes();
        this.clock = launch.clock();
        this.settings = settings;
        this.sources = new BackendSources(launch, database, settings, wider.found());
        this.routes = new RouteBook(
                providers(), wider.catalog(), inventory, nodes::fleet, withNodes(sources.take(settings.get())));
        this.calls = calls;
        this.health = new HealthBoard(clock, () -> settings.get().health());
        this.rests = SharedRests.open(database, health, clock);
        this.service = new OutOfService(database, clock, routes::takeOut);
        this.listing = new ModelListing(calls);
        this.probes = Probes.start(
                listing,
                inventory,
                health,
                this::probed,
                () -> settings.get().health().checkInterval(),
                clock);
    }

    /// Takes over what any instance changes from now on.
    void listen(Changes changes) {
        sources.managed().onChange(this::changed);
        changes.onChange(ManagedBackends.TOPIC, this::changed);
        changes.onChange(OutOfService.TOPIC, service::reload);
        service.reload();
        rests.listen(changes);
        nodes.listen(changes, () -> swap(sources.joined(settings.get())));
    }

    private void changed() {
        sources.managed().reload();
        use(sources.joined(settings.get()));
    }

    /// Takes over settings that are in force now.
    void reload() {
        use(sources.take(settings.get()));
    }

    /// Calls in flight keep the backend they began with; what is remembered of one that changed is forgotten.
    private void use(List<Backend> backends) {
        swap(backends);
        probes.askAll();
    }

    /// Nodes say themselves how they are.
    private Backends probed() {
        return settings.get().nodes().probesServices()
                ? routes.backends()
                : routes.backends().notFrom(Backend.NODE);
    }

    private void swap(List<Backend> backends) {
        routes.use(withNodes(backends)).forEach(name -> {
            inventory.forget(name);
            health.forget(name);
            probes.forget(name);
        });
    }

    /// A service of a node has a slash in its name; where an operator's backend is called the same, that one
    /// holds.
    private List<Backend> withNodes(List<Backend> backends) {
        Set<String> names = backends.stream().map(Backend::name).collect(Collectors.toSet());
        return Stream.concat(backends.stream(), nodes.backends().filter(backend -> !names.contains(backend.name())))
                .toList();
    }

    RouteBook routes() {
        return routes;
    }

    Backends backends() {
        return routes.backends();
    }

    BackendCalls calls() {
        return calls;
    }

    HealthBoard health() {
        return health;
    }

    Probes probes() {
        return probes;
    }

    Reports reports() {
        return nodes.reports();
    }

    TargetHealth targetHealth() {
        return new TargetHealth(health, probes, clock);
    }

    BackendSight sight() {
        return new BackendSight(routes::backends, probes, health);
    }

    /// Their part of the operators' API.
    List<JsonRoute> operatorRoutes() {
        List<ProviderKind> kinds = BackendSources.kinds();
        List<JsonRoute> all = new ArrayList<>(
                new BackendRoutes(sources.managed(), kinds, sight(), listing, new TrialGate(clock)).list());
        all.addAll(new ProviderRoutes(kinds).list());
        all.addAll(new ServiceRoutes(service, this::isKnown).list());
        return all;
    }

    /// Whether there is a backend of this name, if only since a moment ago or in this transaction.
    boolean isKnown(String name) {
        return backends().all().stream().anyMatch(backend -> backend.name().equals(name))
                || sources.managed().find(name).isPresent();
    }

    /// The backends that operators keep.
    ManagedBackends managed() {
        return sources.managed();
    }

    private static Map<String, Provider> providers() {
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (Kind kind : BuiltIns.providers()) {
            providers.put(kind.provider().kind(), kind.provider());
        }
        return providers;
    }

    @Override
    public void close() {
        probes.close();
        rests.close();
    }
}
