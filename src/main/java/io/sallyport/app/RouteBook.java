package io.sallyport.app;

import io.sallyport.catalog.Catalog;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Provider;
import io.sallyport.routing.Resolver;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Keeps the resolver of this moment: made anew and swapped as a whole when backends or aliases change.
///
/// Threads: safe; reading is a field read.
final class RouteBook implements Supplier<Resolver> {
    private final Map<String, Provider> providers;
    private final Supplier<Catalog> catalog;
    private final Inventory inventory;
    private volatile Resolver current;

    RouteBook(Map<String, Provider> providers, Supplier<Catalog> catalog, Inventory inventory, List<Backend> backends) {
        this.providers = providers;
        this.catalog = catalog;
        this.inventory = inventory;
        this.current = new Resolver(catalog.get(), Backends.of(backends, providers), inventory);
    }

    @Override
    public Resolver get() {
        return current;
    }

    Backends backends() {
        return current.backends();
    }

    /// Takes over other backends.
    synchronized void use(List<Backend> backends) {
        current = new Resolver(catalog.get(), Backends.of(backends, providers), inventory);
    }

    /// Takes over a changed catalog.
    synchronized void catalogChanged() {
        current = new Resolver(catalog.get(), current.backends(), inventory);
    }
}
