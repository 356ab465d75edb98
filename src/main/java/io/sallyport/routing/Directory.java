package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeAsset;
import io.sallyport.fleet.NodeService;
import io.sallyport.identity.Caller;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Upstream;
import io.sallyport.routing.Resolver.Listed;
import io.sallyport.routing.Resolver.Offer;
import io.sallyport.routing.Resolver.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every name that can be asked for at one moment, and where it leads.
final class Directory {
    private static final int EVEN = 100;

    private final Catalog catalog;
    private final Backends backends;
    private final Inventory inventory;
    private final Fleet fleet;
    private final RolePlanner planner;

    Directory(Catalog catalog, Backends backends, Inventory inventory, Fleet fleet) {
        this.catalog = catalog;
        this.backends = backends;
        this.inventory = inventory;
        this.fleet = fleet;
        this.planner = new RolePlanner(catalog, backends, inventory, fleet);
    }

    List<Target> targets(ModelEntry entry) {
        List<Target> targets = new ArrayList<>();
        for (Deployment deployment : entry.deployments()) {
            backends.find(deployment.backend())
                    .filter(upstream -> backends.takes(upstream.name(), deployment.model()))
                    .ifPresent(upstream -> targets.add(new Target(
                            upstream.with(entry.metadata()),
                            deployment.model(),
                            deployment.weight(),
                            deployment.order(),
                            catalog.price(entry, upstream.backend().kind(), deployment))));
        }
        return targets;
    }

    /// Every name the caller may put in `model`: aliases, then the models of backends.
    List<Listed> listing(Caller caller) {
        List<Listed> listed = new ArrayList<>();
        for (ModelEntry entry : catalog.entries()) {
            if (entry.enabled() && isReachable(caller, entry)) {
                listed.add(new Listed(entry.alias().value(), "sallyport", Optional.of(entry), Optional.empty()));
            }
        }
        catalog.roles().all().stream().flatMap(role -> listed(caller, role)).forEach(listed::add);
        fleet.callable().stream().flatMap(service -> listed(caller, service)).forEach(listed::add);
        for (Upstream upstream : backends.enabled()) {
            for (String model : inventory.models(upstream.backend())) {
                Target target = new Target(upstream, model, EVEN, 0, Optional.empty());
                boolean known = listed.stream().anyMatch(other -> other.id().equals(model));
                if (!known
                        && !catalog.isDisabled(model)
                        && backends.takes(upstream.name(), model)
                        && Rights.allows(fleet, caller, List.of(model), target)) {
                    listed.add(new Listed(model, upstream.name(), Optional.empty(), Optional.empty()));
                }
            }
        }
        return listed;
    }

    private Stream<Listed> listed(Caller caller, RoleEntry role) {
        List<Target> targets = planner.targets(role, role.operation());
        List<String> words = List.of(role.id(), role.qualified());
        boolean isHidden = catalog.find(role.id()).isPresent()
                || catalog.isDisabled(role.id())
                || (targets.isEmpty() && words.stream().noneMatch(caller.models()::allows))
                || (!targets.isEmpty()
                        && targets.stream().noneMatch(target -> Rights.allows(fleet, caller, words, target)));
        return isHidden
                ? Stream.empty()
                : Stream.of(new Listed(
                        role.id(),
                        "sallyport",
                        Optional.empty(),
                        Optional.of(Served.of(Optional.of(role), planner.standing(role)))));
    }

    private Stream<Listed> listed(Caller caller, NodeService service) {
        Optional<Target> target = NodePlaces.named(fleet, service.id())
                .flatMap(place -> backends.find(place.service())
                        .map(upstream -> new Target(upstream, place.model(), EVEN, 0, Optional.empty())));
        Served served = new Served(
                Optional.empty(),
                1,
                service.usual().filter(NodeAsset::loaded).isPresent() ? 1 : 0,
                service.observed().p50Ms());
        return target
                .filter(place -> Rights.allows(fleet, caller, List.of(service.id()), place))
                .map(_ -> new Listed(service.id(), service.host(), Optional.empty(), Optional.of(served)))
                .stream();
    }

    /// Every model name that can be asked for, whoever asks.
    List<String> models() {
        List<String> names = new ArrayList<>();
        catalog.entries().stream()
                .filter(ModelEntry::enabled)
                .forEach(entry -> names.add(entry.alias().value()));
        backends.enabled().forEach(upstream -> names.addAll(inventory.models(upstream.backend())));
        catalog.roles().all().forEach(role -> names.add(role.id()));
        return names;
    }

    /// Every model name that leads somewhere, with all its targets, by name; an alias hides the models called
    /// like it.
    List<Offer> offers() {
        Map<String, Offer> offers = new TreeMap<>();
        for (ModelEntry entry : catalog.entries()) {
            List<Target> targets = entry.enabled() ? targets(entry) : List.of();
            if (!targets.isEmpty()) {
                String name = entry.alias().value();
                offers.put(name, new Offer(name, Optional.of(entry), targets));
            }
        }
        for (Upstream upstream : backends.enabled()) {
            for (String model : inventory.models(upstream.backend())) {
                if (catalog.isDisabled(model) || !backends.takes(upstream.name(), model)) {
                    continue;
                }
                Target target = new Target(upstream, model, EVEN, 0, price(upstream, model));
                offers.merge(model, new Offer(model, Optional.empty(), List.of(target)), Offer::join);
            }
        }
        for (RoleEntry role : catalog.roles().all()) {
            List<Target> targets = planner.targets(role, role.operation());
            if (!targets.isEmpty()) {
                offers.putIfAbsent(role.id(), new Offer(role.id(), Optional.empty(), targets));
            }
        }
        return List.copyOf(offers.values());
    }

    private boolean isReachable(Caller caller, ModelEntry entry) {
        return entry.deployments().stream()
                .anyMatch(deployment -> backends.find(deployment.backend())
                        .filter(upstream -> backends.takes(upstream.name(), deployment.model()))
                        .map(upstream -> new Target(upstream, deployment.model(), EVEN, 0, Optional.empty()))
                        .filter(target -> Rights.allows(
                                fleet, caller, List.of(entry.alias().value()), target))
                        .isPresent());
    }

    private Optional<Price> price(Upstream upstream, String model) {
        return catalog.prices().of(upstream.backend().kind(), model);
    }
}
