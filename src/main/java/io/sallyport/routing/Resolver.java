package io.sallyport.routing;

import io.sallyport.catalog.Bounds;
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
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.routing.Decision.Considered;
import io.sallyport.routing.Destinations.Known;
import io.sallyport.routing.Destinations.Question;
import io.sallyport.routing.RolePlanner.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Turns a caller and a model name into a plan: rules, then what the name leads to, then what the caller may
/// use of it.
///
/// Threads: safe; made anew when catalog or backends change, read once per call.
public final class Resolver {
    private final Catalog catalog;
    private final Backends backends;
    private final Destinations destinations;
    private final Rulebook rules;
    private final Supplier<Fleet> fleet;

    public Resolver(Catalog catalog, Backends backends, Inventory inventory) {
        this(catalog, backends, inventory, () -> Fleet.NONE);
    }

    /// @param fleet the nodes of this moment
    public Resolver(Catalog catalog, Backends backends, Inventory inventory, Supplier<Fleet> fleet) {
        this.catalog = catalog;
        this.backends = backends;
        this.fleet = fleet;
        this.destinations = new Destinations(catalog, backends, inventory, fleet);
        this.rules = new Rulebook(catalog);
    }

    /// Whether it was made of this catalog.
    public boolean knows(Catalog other) {
        return catalog == other;
    }

    public Backends backends() {
        return backends;
    }

    /// Where a call may go.
    ///
    /// Errors: BadRequest for a name that cannot be one, NotFound model_not_found, NotAllowed
    /// route_not_allowed, model_not_allowed or outside_bounds, NotImplemented when no backend of the model can
    /// do the operation.
    public Plan resolve(Traits traits) {
        checkOperation(traits.caller(), traits.operation());
        Ruling ruling = rules.about(traits);
        if (ruling.model().isEmpty()) {
            return withoutModel(traits, ruling);
        }
        checkName(ruling.model());
        Question question = new Question(ruling.model(), traits.operation(), traits.dialect());
        Plan plan = plan(traits.caller(), question, ruling.bounds());
        if (plan.targets().isEmpty()) {
            throw unable(question);
        }
        Plan ruled = ruling.isNone() ? plan : plan.with(plan.choice().by(ruling));
        return plan.choice().routing().fallbacks().isEmpty()
                ? ruled
                : ruled.or(fallbacks(traits, ruling.model(), ruling.bounds()));
    }

    /// Where a call goes that the gateway makes beside one of a client: to one of the backends the client's
    /// call might go to, too, as far as key and bounds are concerned. Lists of models say what a caller may be
    /// given; of this it is given nothing.
    ///
    /// Errors: as [#resolve].
    ///
    /// @param bounds of the client's call
    /// @param name where to
    public Plan beside(Bounds bounds, Caller caller, String name, Operation operation, String dialect) {
        Bounds own = catalog.find(name).map(entry -> entry.routing().require()).orElse(Bounds.NONE);
        Question question = new Question(name, operation, dialect);
        Plan beside = plan(caller.withEveryModel(), question, bounds.and(own));
        if (beside.targets().isEmpty()) {
            throw unable(question);
        }
        return beside.with(beside.choice().once());
    }

    /// The plan for one name within bounds; without targets when none of them can do the operation.
    private Plan plan(Caller caller, Question question, Bounds bounds) {
        Known known = destinations.of(question);
        String asked = question.asked();
        List<Target> all = known.found().targets();
        if (all.isEmpty()) {
            throw notFound(asked);
        }
        List<Target> allowed = allowed(caller, words(known.found()), all);
        if (allowed.isEmpty()) {
            throw new RefusedException(
                    new NotAllowed("model_not_allowed", "This key may not use the model '" + shown(asked) + "'."));
        }
        List<Target> within = within(allowed, bounds);
        if (within.isEmpty()) {
            throw new RefusedException(new NotAllowed(
                    "outside_bounds",
                    "No backend of the model '" + shown(asked) + "' is within what this call requires: " + bounds
                            + "."));
        }
        return within.size() == all.size() ? known.able() : question.able(known.found(), within);
    }

    /// The targets of the name a call leads to that its plan leaves out, and why.
    List<Considered> leftOut(Traits traits) {
        Ruling ruling = rules.about(traits);
        if (ruling.model().isEmpty()) {
            return List.of();
        }
        Question question = new Question(ruling.model(), traits.operation(), traits.dialect());
        Plan found = destinations.of(question).found();
        List<Considered> leftOut = new ArrayList<>();
        for (Target target : found.targets()) {
            why(traits.caller(), question, ruling.bounds(), target, words(found))
                    .ifPresent(why -> leftOut.add(new Considered(found.alias(), target.id(), why)));
        }
        return leftOut;
    }

    private Optional<String> why(Caller caller, Question question, Bounds bounds, Target target, List<String> words) {
        if (!Rights.allows(fleet.get(), caller, words, target)) {
            return Optional.of("not allowed for this caller");
        }
        Map<String, String> labels = target.upstream().backend().labels();
        return bounds.brokenBy(labels)
                .map(label -> "outside of the bound on " + label)
                .or(() -> question.isReachedBy(target.upstream())
                        ? Optional.empty()
                        : Optional.of("cannot serve such calls"));
    }

    private static List<Target> within(List<Target> targets, Bounds bounds) {
        return bounds.isEmpty()
                ? targets
                : targets.stream()
                        .filter(target -> bounds.brokenBy(
                                        target.upstream().backend().labels())
                                .isEmpty())
                        .toList();
    }

    /// Plans of the aliases that take over, as far as this caller may use them within the same bounds.
    private List<Plan> fallbacks(Traits traits, String alias, Bounds bounds) {
        List<Plan> plans = new ArrayList<>();
        for (String name : chain(alias)) {
            Bounds both = bounds.and(
                    catalog.find(name).map(entry -> entry.routing().require()).orElse(Bounds.NONE));
            fallback(traits, name, both)
                    .filter(plan -> !plan.targets().isEmpty())
                    .ifPresent(plans::add);
        }
        return plans;
    }

    /// Empty when the caller may not use it, or nothing of it is within bounds.
    private Optional<Plan> fallback(Traits traits, String name, Bounds both) {
        try {
            return Optional.of(plan(traits.caller(), new Question(name, traits.operation(), traits.dialect()), both));
        } catch (RefusedException notForThisCall) {
            return Optional.empty();
        }
    }

    /// The fallbacks of an alias, and theirs behind each; every name once.
    private Set<String> chain(String alias) {
        Set<String> chain = new LinkedHashSet<>();
        follow(alias, chain);
        chain.remove(alias);
        return chain;
    }

    private void follow(String alias, Set<String> chain) {
        if (chain.add(alias)) {
            catalog.find(alias).ifPresent(entry -> entry.routing().fallbacks().forEach(next -> follow(next, chain)));
        }
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
    private Plan withoutModel(Traits traits, Ruling ruling) {
        Operation operation = traits.operation();
        List<Target> serving = backends.enabled().stream()
                .filter(upstream -> upstream.provider().serves(operation, traits.dialect()))
                .map(upstream -> new Target(upstream, "", Destinations.EVEN, 0, Optional.empty()))
                .filter(target -> Rights.allows(fleet.get(), traits.caller(), List.of(target.id() + "*"), target))
                .toList();
        List<Target> targets =
                within(serving, ruling.bounds()).stream().limit(1).toList();
        if (targets.isEmpty()) {
            throw Unserved.of(operation, "No backend serves " + operation.word() + " calls.");
        }
        return new Plan("", "", targets, "first backend that serves " + operation.word(), false, Optional.empty());
    }

    private static void checkName(String asked) {
        if (!ModelAlias.isValid(asked)) {
            throw new RefusedException(new BadRequest(
                    "invalid_value", "'model' is 1 to 256 printable ASCII characters without blanks.", "model"));
        }
    }

    private static void checkOperation(Caller caller, Operation operation) {
        if (!caller.operations().allows(operation.word())) {
            throw new RefusedException(
                    new NotAllowed("route_not_allowed", "This key may not make " + operation.word() + " calls."));
        }
    }

    private static RefusedException unable(Question question) {
        return Unserved.of(
                question.operation(),
                "No backend of the model '" + shown(question.asked()) + "' can serve "
                        + question.operation().word() + " calls of the " + question.dialect() + " dialect.");
    }

    /// Every name the caller may put in `model`: aliases, roles, services of nodes, then the models of
    /// backends.
    public List<Listed> listing(Caller caller) {
        return destinations.directory().listing(caller);
    }

    /// Every model name that can be asked for, whoever asks.
    public List<String> models() {
        return destinations.directory().models();
    }

    /// Every model name that leads somewhere, with all its targets, by name; an alias hides the models called
    /// like it.
    public List<Offer> offers() {
        return destinations.directory().offers();
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
