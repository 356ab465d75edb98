package io.sallyport.app;

import io.sallyport.catalog.Catalog;
import io.sallyport.fleet.Fleet;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Provider;
import io.sallyport.routing.Resolver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Keeps the resolver of this moment: made anew and swapped as a whole when backends or the catalog change.
///
/// Threads: safe; reading is two field reads.
final class RouteBook implements Supplier<Resolver> {
    private final Map<String, Provider> providers;
    private final Supplier<Catalog> catalog;
    private final Inventory inventory;
    private final Supplier<Fleet> fleet;
    private volatile Resolver current;
    private Set<String> outOfService = Set.of();

    RouteBook(
            Map<String, Provider> providers,
            Supplier<Catalog> catalog,
            Inventory inventory,
            Supplier<Fleet> fleet,
            List<Backend> backends) {
        this.providers = providers;
        this.catalog = catalog;
        this.inventory = inventory;
        this.fleet = fleet;
        this.current = new Resolver(catalog.get(), Backends.of(backends, providers), inventory, fleet);
    }

    @Override
    public Resolver get() {
        Resolver now = current;
        return now.knows(catalog.get()) ? now : renewed();
    }

    Backends backends() {
        return current.backends();
    }

    /// Takes over other backends.
    ///
    /// @return names of those that are gone or are other ones now
    synchronized Set<String> use(List<Backend> backends) {
        List<Backend> before = current.backends().all();
        current = new Resolver(catalog.get(), Backends.of(backends, providers).without(outOfService), inventory, fleet);
        return before.stream()
                .filter(backend -> !backends.contains(backend))
                .map(Backend::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Takes no calls to these from now on.
    ///
    /// @param names of backends, and `backend/model` for single models
    synchronized void takeOut(Set<String> names) {
        outOfService = names;
        current = new Resolver(catalog.get(), current.backends().without(names), inventory, fleet);
    }

    private synchronized Resolver renewed() {
        if (!current.knows(catalog.get())) {
            current = new Resolver(catalog.get(), current.backends(), inventory, fleet);
        }
        return current;
    }
}
