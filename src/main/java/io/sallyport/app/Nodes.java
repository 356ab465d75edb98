package io.sallyport.app;

import io.sallyport.admin.NodeRoutes;
import io.sallyport.api.ApiErrors;
import io.sallyport.api.ClusterApi;
import io.sallyport.api.NodeApi;
import io.sallyport.app.settings.Settings;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.fleet.Benchmarks;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeKeys;
import io.sallyport.fleet.NodeKeys.Strangers;
import io.sallyport.fleet.NodeRegistry;
import io.sallyport.fleet.NodeService;
import io.sallyport.fleet.Pulse;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.key.KeySettings;
import io.sallyport.key.KeySettings.StaticKey;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.routing.NodeReports;
import io.sallyport.routing.Reports;
import io.sallyport.web.Route;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything that knows nodes, and what of them can be called as if an operator had configured it.
final class Nodes implements AutoCloseable {
    /// Engines that are a provider of their own by this or another name.
    private static final Set<String> ENGINES = Set.of("ollama", "vllm", "llamacpp", "llamafile", "lmstudio", "sglang");

    private final Supplier<Settings> settings;
    private final NodeKeys keys;
    private final NodeRegistry registry;
    private final Benchmarks benchmarks;
    private final Pulse pulse;

    Nodes(Database database, KeyHasher hasher, Supplier<Settings> settings, Clock clock) {
        this.settings = settings;
        this.keys = new NodeKeys(database, hasher, clock);
        this.registry = new NodeRegistry(database, () -> settings.get().nodes(), clock);
        this.benchmarks = new Benchmarks(database, clock);
        configure(settings.get().keys());
        keys.reload();
        registry.reload();
        benchmarks.reload();
        this.pulse = Pulse.start(registry);
    }

    /// Takes over what any instance changes from now on.
    ///
    /// @param routes told when other services can be called than before
    void listen(Changes changes, Runnable routes) {
        registry.onChange(routes);
        changes.onChange(NodeRegistry.TOPIC, registry::reload);
        changes.onChange(NodeKeys.TOPIC, keys::reload);
        changes.onChange(Benchmarks.TOPIC, benchmarks::reload);
    }

    /// Takes over settings that are in force now.
    void reload(KeySettings next) {
        configure(next);
    }

    private void configure(KeySettings known) {
        boolean isOpen = known.strangers() == KeySettings.Strangers.ANONYMOUS
                && known.nodeKeys().isEmpty();
        keys.configure(
                known.nodeKeys().stream().map(StaticKey::value).toList(),
                isOpen ? Strangers.WELCOME : Strangers.REFUSED);
    }

    /// What is told of their services.
    Reports reports() {
        return new NodeReports(registry::current, benchmarks);
    }

    Fleet fleet() {
        return registry.current();
    }

    /// The services that can be called now, each as a backend.
    Stream<Backend> backends() {
        return registry.current().callable().stream().map(this::backend);
    }

    /// With the labels that an operator gave its key: what a node says of itself is no ground for letting
    /// bounded calls go there.
    private Backend backend(NodeService service) {
        return new Backend(
                service.id(),
                kind(service.engine()),
                service.endpoint(),
                new Credential.None(),
                List.of(),
                service.models(),
                Map.of(),
                List.of(),
                settings.get().server().providerTimeout(),
                false,
                true,
                vouched(service),
                Backend.NODE);
    }

    private Map<String, String> vouched(NodeService service) {
        return registry.current()
                .host(service.host())
                .map(host -> keys.vouched(host.owner()))
                .orElse(Map.of());
    }

    private static String kind(String engine) {
        String bare = engine.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (!ENGINES.contains(bare)) {
            return "openai_compatible";
        }
        return bare.equals("llamafile") ? "llamacpp" : bare;
    }

    List<Route> routes(RouteBook routes, KeyAuthenticator callers, Executor blocking, ApiErrors errors) {
        NodeApi nodes = new NodeApi(
                keys, registry, benchmarks, callers, () -> settings.get().nodes());
        ClusterApi cluster = new ClusterApi(registry::current, routes, benchmarks);
        return Stream.concat(nodes.routes(errors).stream(), cluster.routes(callers, blocking, errors).stream())
                .toList();
    }

    /// Their part of the operators' API.
    List<JsonRoute> operatorRoutes() {
        return new NodeRoutes(registry, keys, () -> settings.get().server().publicUrl()).list();
    }

    @Override
    public void close() {
        pulse.close();
    }
}
