package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.fleet.Fleet;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Refusal.NotImplemented;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Upstream;
import io.sallyport.routing.NodePlaces.Place;
import io.sallyport.routing.RolePlanner.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Turns a caller and a model name into a plan: alias first, then `backend/model`, then a backend that has the
/// model, then a model role.
///
/// What a name leads to is remembered until the inventory changes; what a caller may use of it is asked every
/// time. Threads: safe; made anew when catalog or backends change, read once per call.
public final class Resolver {
    private static final int EVEN = 100;

    /// Clients may make names up; beyond this the memory starts anew.
    private static final int MOST_REMEMBERED = 1_000;

    private final Catalog catalog;
    private final Backends backends;
    private final Inventory inventory;
    private final Supplier<Fleet> fleet;
    private final Map<Question, Known> remembered = new ConcurrentHashMap<>();

    public Resolver(Catalog catalog, Backends backends, Inventory inventory) {
        this(catalog, backends, inventory, () -> Fleet.NONE);
    }

    /// @param fleet the nodes of this moment
    public Resolver(Catalog catalog, Backends backends, Inventory inventory, Supplier<Fleet> fleet) {
        this.catalog = catalog;
        this.backends = backends;
        this.inventory = inventory;
        this.fleet = fleet;
    }

    public Backends backends() {
        return backends;
    }

    /// Where a call with a model may go.
    ///
    /// Errors: BadRequest for a name that cannot be one, NotFound model_not_found, NotAllowed
    /// model_not_allowed, NotImplemented when no backend of the model can do the operation.
    public Plan resolve(Caller caller, String asked, Operation operation, String dialect) {
        if (!ModelAlias.isValid(asked)) {
            throw new RefusedException(new BadRequest(
                    "invalid_value", "'model' is 1 to 256 printable ASCII characters without blanks.", "model"));
        }
        checkOperation(caller, operation);
        Question question = new Question(asked, operation, dialect);
        Known known = known(question);
        List<Target> all = known.found().targets();
        List<Target> allowed = allowed(caller, words(known.found()), all);
        if (allowed.isEmpty()) {
            throw new RefusedException(
                    new NotAllowed("model_not_allowed", "This key may not use the model '" + shown(asked) + "'."));
        }
        Plan plan = allowed.size() == all.size() ? known.able() : question.able(known.found(), allowed);
        if (plan.targets().isEmpty()) {
            throw new RefusedException(new NotImplemented(
                    "unsupported_operation",
                    "No backend of the model '" + shown(asked) + "' can serve " + operation.word() + " calls of the "
                            + dialect + " dialect."));
        }
        return plan;
    }

    /// What is asked whenever a call comes in, whoever sends it.
    private record Question(String asked, Operation operation, String dialect) {
        boolean isReachedBy(Upstream upstream) {
            return upstream.provider().reaches(operation, dialect);
        }

        boolean isServedBy(Upstream upstream) {
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
    /// @param found with every target of the name
    /// @param able with the targets that can answer
    private record Known(long generation, Plan found, Plan able) {}

    private Known known(Question question) {
        long generation = inventory.generation() + fleet.get().generation();
        Known known = remembered.get(question);
        if (known != null && known.generation() == generation) {
            return known;
        }
        Plan found = find(question);
        Known fresh = new Known(generation, found, question.able(found, found.targets()));
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(question, fresh);
        return fresh;
    }

    /// Those a caller may use.
    private List<Target> allowed(Caller caller, List<String> words, List<Target> targets) {
        boolean isUnrestricted =
                caller.models().isUnrestricted() && caller.reach().backends().isUnrestricted();
        if (isUnrestricted && !fleet.get().isTenanted()) {
            return targets;
        }
        return targets.stream()
                .filter(target -> Rights.allows(fleet.get(), caller, words, target))
                .toList();
    }

    /// What allow-lists may call that which was asked for.
    private static List<String> words(Plan plan) {
        return plan.role()
                .map(role -> List.of(plan.asked(), role.id(), role.qualified()))
                .orElseGet(() -> List.of(plan.asked()));
    }

    /// Where a call without a model may go: the enabled backends that serve the operation.
    public Plan resolveWithoutModel(Caller caller, Operation operation, String dialect) {
        checkOperation(caller, operation);
        List<Target> targets = backends.enabled().stream()
                .filter(upstream -> upstream.provider().serves(operation, dialect))
                .map(upstream -> new Target(upstream, "", EVEN, 0, Optional.empty()))
                .filter(target -> Rights.allows(fleet.get(), caller, List.of(target.id() + "*"), target))
                .limit(1)
                .toList();
        if (targets.isEmpty()) {
            throw new RefusedException(
                    new NotImplemented("unsupported_operation", "No backend serves " + operation.word() + " calls."));
        }
        return new Plan(
                "",
                "",
                targets,
                "first backend that serves " + operation.word(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static void checkOperation(Caller caller, Operation operation) {
        if (!caller.operations().allows(operation.word())) {
            throw new RefusedException(
                    new NotAllowed("route_not_allowed", "This key may not make " + operation.word() + " calls."));
        }
    }

    private Plan find(Question question) {
        String asked = question.asked();
        Optional<ModelEntry> entry = catalog.find(asked);
        if (entry.isPresent()) {
            return byAlias(asked, entry.get());
        }
        Optional<Plan> ofNode = NodePlaces.named(fleet.get(), asked).flatMap(place -> ofNode(asked, place));
        if (ofNode.isPresent()) {
            return ofNode.get();
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
        Optional<RoleEntry> role = role(asked);
        if (role.isPresent()) {
            return byRole(asked, role.get(), question.operation());
        }
        List<Upstream> unlisted = preferred(
                backends.enabled().stream()
                        .filter(question::isReachedBy)
                        .filter(upstream -> inventory.models(upstream.backend()).isEmpty())
                        .toList(),
                question);
        if (unlisted.isEmpty()) {
            throw notFound(asked);
        }
        return direct(asked, unlisted, asked, "backends that do not list their models");
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

    private Optional<RoleEntry> role(String asked) {
        return catalog.roles()
                .find(asked.startsWith(RoleEntry.PREFIX) ? asked.substring(RoleEntry.PREFIX.length()) : asked);
    }

    private Plan byRole(String asked, RoleEntry role, Operation operation) {
        if (!role.fits(operation)) {
            throw new RefusedException(new BadRequest(
                    "unsupported_operation",
                    "The role '" + shown(asked) + "' is not for " + operation.word() + " calls.",
                    "model"));
        }
        List<Target> targets = new RolePlanner(catalog, backends, inventory, fleet.get()).targets(role, operation);
        if (targets.isEmpty()) {
            throw new RefusedException(new UpstreamFailed(
                    503, "no_healthy_backend", "No backend can serve the role '" + shown(asked) + "' now."));
        }
        return new Plan(asked, role.id(), targets, "role", role.exposeReasoning(), Optional.empty(), Optional.of(role));
    }

    private boolean serves(Upstream upstream, String model) {
        List<String> models = inventory.models(upstream.backend());
        return !model.isEmpty() && (models.isEmpty() || models.contains(model));
    }

    private Plan byAlias(String asked, ModelEntry entry) {
        List<Target> targets = directory().targets(entry);
        if (targets.isEmpty()) {
            throw notFound(asked);
        }
        return new Plan(
                asked,
                entry.alias().value(),
                targets,
                "alias",
                entry.exposeReasoning(),
                entry.maxOutputTokens(),
                Optional.empty());
    }

    private Plan direct(String asked, List<Upstream> upstreams, String model, String reason) {
        List<Target> targets = upstreams.stream()
                .map(upstream -> new Target(
                        upstream,
                        model,
                        EVEN,
                        0,
                        catalog.prices().of(upstream.backend().kind(), model)))
                .toList();
        return new Plan(asked, model, targets, reason, false, Optional.empty(), Optional.empty());
    }

    /// Every name the caller may put in `model`: aliases, roles, services of nodes, then the models of
    /// backends.
    public List<Listed> listing(Caller caller) {
        return directory().listing(caller);
    }

    /// Every model name that can be asked for, whoever asks.
    public List<String> models() {
        return directory().models();
    }

    /// Every model name that leads somewhere, with all its targets, by name; an alias hides the models called
    /// like it.
    public List<Offer> offers() {
        return directory().offers();
    }

    private Directory directory() {
        return new Directory(catalog, backends, inventory, fleet.get());
    }

    /// A model name and where it leads.
    ///
    /// @param entry of an alias; empty for a model that backends list
    public record Offer(String name, Optional<ModelEntry> entry, List<Target> targets) {
        Offer join(Offer listed) {
            return entry.isPresent()
                    ? this
                    : new Offer(
                            name,
                            entry,
                            Stream.concat(targets.stream(), listed.targets.stream())
                                    .toList());
        }
    }

    /// One line of the model list.
    ///
    /// @param served how it stands; empty for what is no role and no service of a node
    public record Listed(String id, String owner, Optional<ModelEntry> entry, Optional<Served> served) {}

    /// How a role or a service stands now.
    ///
    /// @param role empty for a service
    /// @param healthy places that can be called
    /// @param loaded those whose model is in memory
    /// @param bestMs milliseconds of the fastest; empty when nobody measured
    public record Served(Optional<RoleEntry> role, int healthy, int loaded, Optional<Double> bestMs) {
        static Served of(Optional<RoleEntry> role, Standing standing) {
            return new Served(role, standing.healthy(), standing.loaded(), standing.bestMs());
        }
    }

    private static RefusedException notFound(String asked) {
        return new RefusedException(
                new NotFound("model_not_found", "The model '" + shown(asked) + "' does not exist."));
    }

    private static String shown(String asked) {
        return asked.length() <= 64 ? asked : asked.substring(0, 64);
    }
}
