package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.fleet.Fleet;
import io.sallyport.inference.Operation;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Upstream;
import io.sallyport.routing.NodePlaces.Place;
import io.sallyport.routing.Plan.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Where each model name leads: alias first, then a service of a node, then `backend/model`, then a backend
/// that has the model, then a model role.
///
/// What a name leads to is remembered until inventory or nodes change.
/// Threads: safe.
final class Destinations {
    /// The weight of a target nobody gave one.
    static final int EVEN = 100;

    /// Clients may make names up; beyond this the memory starts anew.
    private static final int MOST_REMEMBERED = 1_000;

    private final Catalog catalog;
    private final Backends backends;
    private final Inventory inventory;
    private final Supplier<Fleet> fleet;
    private final Map<Question, Known> remembered = new ConcurrentHashMap<>();

    Destinations(Catalog catalog, Backends backends, Inventory inventory, Supplier<Fleet> fleet) {
        this.catalog = catalog;
        this.backends = backends;
        this.inventory = inventory;
        this.fleet = fleet;
    }

    /// What is asked whenever a call comes in, whoever sends it.
    record Question(String asked, Operation operation, String dialect) {
        boolean isReachedBy(Upstream upstream) {
            return upstream.provider().reaches(operation, dialect);
        }

        private boolean isServedBy(Upstream upstream) {
            return upstream.provider().serves(operation, dialect);
        }

        /// The plan with those of these targets that can answer.
        Plan able(Plan found, List<Target> targets) {
            List<Target> able = targets.stream()
                    .filter(target -> isReachedBy(target.upstream()))
                    .toList();
            return found.with(able);
        }
    }

    /// What is remembered of a question.
    ///
    /// @param generation of inventory and nodes before the answer was worked out
    /// @param found with every target of the name; without any when nobody knows the name
    /// @param able with the targets that can answer
    record Known(long generation, Plan found, Plan able) {}

    Known of(Question question) {
        long generation = inventory.generation() + fleet.get().generation();
        Known known = remembered.get(question);
        if (known != null && known.generation() == generation) {
            return known;
        }
        Plan found = inService(find(question));
        Known fresh = new Known(generation, found, question.able(found, found.targets()));
        if (!found.targets().isEmpty()) {
            remember(question, fresh);
        }
        return fresh;
    }

    private Plan inService(Plan found) {
        List<Target> in = found.targets().stream()
                .filter(target -> backends.takes(target.upstream().name(), target.model()))
                .toList();
        return in.size() == found.targets().size() ? found : found.with(in);
    }

    private void remember(Question question, Known known) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(question, known);
    }

    private Plan find(Question question) {
        String asked = question.asked();
        Optional<ModelEntry> entry = catalog.find(asked);
        if (entry.isPresent()) {
            return byAlias(asked, entry.get());
        }
        if (catalog.isDisabled(asked)) {
            return direct(asked, List.of(), asked, "disabled alias");
        }
        Optional<Plan> ofNode = NodePlaces.named(fleet.get(), asked).flatMap(place -> ofNode(asked, place));
        if (ofNode.isPresent()) {
            return ofNode.get();
        }
        Optional<Plan> ofProvider = new ProviderPlaces(backends, inventory)
                .named(asked, question.operation())
                .map(place -> direct(asked, List.of(place.upstream()), place.model(), "service of a provider"));
        if (ofProvider.isPresent()) {
            return ofProvider.get();
        }
        int slash = asked.indexOf('/');
        Optional<Upstream> named = slash < 1 ? Optional.empty() : backends.find(asked.substring(0, slash));
        if (named.isPresent() && serves(named.get(), asked.substring(slash + 1))) {
            return direct(asked, List.of(named.get()), asked.substring(slash + 1), "backend named in the model");
        }
        List<Upstream> having = NodePlaces.behindOperators(backends.enabled().stream()
                .filter(upstream -> inventory.models(upstream.backend()).contains(asked))
                .filter(upstream -> fleet.get().serves(upstream.name(), question.operation()))
                .toList());
        if (!having.isEmpty()) {
            return direct(asked, preferred(having, question), asked, "backends that have the model");
        }
        Optional<RoleEntry> role = catalog.roles().named(asked);
        return role.isPresent() ? byRole(asked, role.get(), question.operation()) : openTo(question);
    }

    private Plan openTo(Question question) {
        List<Upstream> unlisted = preferred(
                backends.enabled().stream()
                        .filter(question::isReachedBy)
                        .filter(upstream -> inventory.models(upstream.backend()).isEmpty())
                        .toList(),
                question);
        return direct(question.asked(), unlisted, question.asked(), "backends that do not list their models");
    }

    /// Those that speak the client's dialect where there are any: nothing is lost on the way to them.
    private static List<Upstream> preferred(List<Upstream> upstreams, Question question) {
        List<Upstream> fluent = upstreams.stream().filter(question::isServedBy).toList();
        return fluent.isEmpty() ? upstreams : fluent;
    }

    private Optional<Plan> ofNode(String asked, Place place) {
        return backends.find(place.service())
                .map(upstream -> direct(asked, List.of(upstream), place.model(), "service of a node"));
    }

    private Plan byRole(String asked, RoleEntry role, Operation operation) {
        if (!role.fits(operation)) {
            throw new RefusedException(new BadRequest(
                    "unsupported_operation",
                    "The role '" + role.id() + "' is not for " + operation.word() + " calls.",
                    "model"));
        }
        List<Target> targets = new RolePlanner(catalog, backends, inventory, fleet.get()).targets(role, operation);
        if (targets.isEmpty()) {
            throw new RefusedException(new UpstreamFailed(
                    503, "no_healthy_backend", "No backend can serve the role '" + role.id() + "' now."));
        }
        return new Plan(
                asked,
                role.id(),
                targets,
                "role",
                role.exposeReasoning(),
                Optional.empty(),
                Optional.of(role),
                Map.of(),
                new Choice(role.choosing(), List.of(), "", role.choosing().require(), Optional.empty()),
                List.of());
    }

    private boolean serves(Upstream upstream, String model) {
        List<String> models = inventory.models(upstream.backend());
        return !model.isEmpty() && (models.isEmpty() || models.contains(model));
    }

    private Plan byAlias(String asked, ModelEntry entry) {
        Choice choice =
                new Choice(entry.routing(), List.of(), "", entry.routing().require(), entry.contextWindow());
        return new Plan(
                asked,
                entry.alias().value(),
                directory().targets(entry),
                "alias",
                entry.exposeReasoning(),
                entry.maxOutputTokens(),
                Optional.empty(),
                entry.metadata(),
                choice,
                List.of());
    }

    Directory directory() {
        return new Directory(catalog, backends, inventory, fleet.get());
    }

    private Plan direct(String asked, List<Upstream> upstreams, String model, String reason) {
        List<Target> targets =
                upstreams.stream().map(upstream -> target(upstream, model)).toList();
        return new Plan(asked, model, targets, reason, false, Optional.empty());
    }

    /// A target that no alias names.
    private Target target(Upstream upstream, String model) {
        Optional<Price> price = catalog.prices().of(upstream.backend().kind(), model);
        return new Target(upstream, model, EVEN, 0, price);
    }
}
