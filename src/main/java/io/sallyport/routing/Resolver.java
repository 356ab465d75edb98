package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Price;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Refusal.NotImplemented;
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Turns a caller and a model name into a plan: alias first, then `backend/model`, then a backend that has the model.
///
/// What a name leads to is remembered until the inventory changes; what a caller may use of it is asked every time.
/// Threads: safe; made anew when catalog or backends change, read once per call.
public final class Resolver {
    private static final int EVEN = 100;

    /// Clients may make names up; beyond this the memory starts anew.
    private static final int MOST_REMEMBERED = 1_000;

    private final Catalog catalog;
    private final Backends backends;
    private final Inventory inventory;
    private final Map<Question, Known> remembered = new ConcurrentHashMap<>();

    public Resolver(Catalog catalog, Backends backends, Inventory inventory) {
        this.catalog = catalog;
        this.backends = backends;
        this.inventory = inventory;
    }

    public Backends backends() {
        return backends;
    }

    /// Where a call with a model may go.
    ///
    /// Errors: BadRequest for a name that cannot be one, NotFound model_not_found, NotAllowed model_not_allowed,
    /// NotImplemented when no backend of the model can do the operation.
    public Plan resolve(Caller caller, String asked, Operation operation, String dialect) {
        if (!ModelAlias.isValid(asked)) {
            throw new RefusedException(new BadRequest(
                    "invalid_value", "'model' is 1 to 256 printable ASCII characters without blanks.", "model"));
        }
        checkOperation(caller, operation);
        Question question = new Question(asked, operation, dialect);
        Known known = known(question);
        List<Target> all = known.found().targets();
        List<Target> allowed = allowed(caller, asked, all);
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
    /// @param generation of the inventory before the answer was worked out
    /// @param found with every target of the name
    /// @param able with the targets that can answer
    private record Known(long generation, Plan found, Plan able) {}

    private Known known(Question question) {
        long generation = inventory.generation();
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
    private static List<Target> allowed(Caller caller, String asked, List<Target> targets) {
        if (caller.models().isUnrestricted() && caller.reach().backends().isUnrestricted()) {
            return targets;
        }
        return targets.stream().filter(target -> allows(caller, asked, target)).toList();
    }

    /// Where a call without a model may go: the enabled backends that serve the operation.
    public Plan resolveWithoutModel(Caller caller, Operation operation, String dialect) {
        checkOperation(caller, operation);
        List<Target> targets = backends.enabled().stream()
                .filter(upstream -> upstream.provider().serves(operation, dialect))
                .map(upstream -> new Target(upstream, "", EVEN, 0, Optional.empty()))
                .filter(target -> allows(caller, target.id() + "*", target))
                .limit(1)
                .toList();
        if (targets.isEmpty()) {
            throw new RefusedException(
                    new NotImplemented("unsupported_operation", "No backend serves " + operation.word() + " calls."));
        }
        return new Plan("", "", targets, "first backend that serves " + operation.word(), false, Optional.empty());
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
        int slash = asked.indexOf('/');
        Optional<Upstream> named = slash < 1 ? Optional.empty() : backends.find(asked.substring(0, slash));
        if (named.isPresent() && serves(named.get(), asked.substring(slash + 1))) {
            return direct(asked, List.of(named.get()), asked.substring(slash + 1), "backend named in the model");
        }
        List<Upstream> having = backends.enabled().stream()
                .filter(upstream -> inventory.models(upstream.backend()).contains(asked))
                .toList();
        if (!having.isEmpty()) {
            return direct(asked, preferred(having, question), asked, "backends that have the model");
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

    private boolean serves(Upstream upstream, String model) {
        List<String> models = inventory.models(upstream.backend());
        return !model.isEmpty() && (models.isEmpty() || models.contains(model));
    }

    private Plan byAlias(String asked, ModelEntry entry) {
        List<Target> targets = targets(entry);
        if (targets.isEmpty()) {
            throw notFound(asked);
        }
        return new Plan(
                asked, entry.alias().value(), targets, "alias", entry.exposeReasoning(), entry.maxOutputTokens());
    }

    private List<Target> targets(ModelEntry entry) {
        List<Target> targets = new ArrayList<>();
        for (Deployment deployment : entry.deployments()) {
            backends.find(deployment.backend())
                    .ifPresent(upstream -> targets.add(new Target(
                            upstream,
                            deployment.model(),
                            deployment.weight(),
                            deployment.order(),
                            catalog.price(entry, upstream.backend().kind(), deployment))));
        }
        return targets;
    }

    private Plan direct(String asked, List<Upstream> upstreams, String model, String reason) {
        List<Target> targets = upstreams.stream()
                .map(upstream -> new Target(upstream, model, EVEN, 0, price(upstream, model)))
                .toList();
        return new Plan(asked, model, targets, reason, false, Optional.empty());
    }

    private Optional<Price> price(Upstream upstream, String model) {
        return catalog.prices().of(upstream.backend().kind(), model);
    }

    private static boolean allows(Caller caller, String asked, Target target) {
        AllowList list = caller.models();
        return caller.reach().backends().allows(target.upstream().name())
                && (list.isUnrestricted() || list.allows(asked) || list.allows(target.id()));
    }

    /// Every name the caller may put in `model`: aliases, then the models of backends.
    public List<Listed> listing(Caller caller) {
        List<Listed> listed = new ArrayList<>();
        for (ModelEntry entry : catalog.entries()) {
            if (entry.enabled() && isReachable(caller, entry)) {
                listed.add(new Listed(entry.alias().value(), "sallyport", Optional.of(entry)));
            }
        }
        for (Upstream upstream : backends.enabled()) {
            for (String model : inventory.models(upstream.backend())) {
                Target target = new Target(upstream, model, EVEN, 0, Optional.empty());
                boolean known = listed.stream().anyMatch(other -> other.id().equals(model));
                if (!known && allows(caller, model, target)) {
                    listed.add(new Listed(model, upstream.name(), Optional.empty()));
                }
            }
        }
        return listed;
    }

    /// Every model name that can be asked for, whoever asks.
    public List<String> models() {
        List<String> names = new ArrayList<>();
        catalog.entries().stream()
                .filter(ModelEntry::enabled)
                .forEach(entry -> names.add(entry.alias().value()));
        backends.enabled().forEach(upstream -> names.addAll(inventory.models(upstream.backend())));
        return names;
    }

    /// Every model name that leads somewhere, with all its targets, by name; an alias hides the models called like it.
    public List<Offer> offers() {
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
                Target target = new Target(upstream, model, EVEN, 0, price(upstream, model));
                offers.merge(model, new Offer(model, Optional.empty(), List.of(target)), Offer::join);
            }
        }
        return List.copyOf(offers.values());
    }

    /// A model name and where it leads.
    ///
    /// @param entry of an alias; empty for a model that backends list
    public record Offer(String name, Optional<ModelEntry> entry, List<Target> targets) {
        private Offer join(Offer listed) {
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
    public record Listed(String id, String owner, Optional<ModelEntry> entry) {}

    private boolean isReachable(Caller caller, ModelEntry entry) {
        return entry.deployments().stream()
                .anyMatch(deployment -> backends.find(deployment.backend())
                        .map(upstream -> new Target(upstream, deployment.model(), EVEN, 0, Optional.empty()))
                        .filter(target -> allows(caller, entry.alias().value(), target))
                        .isPresent());
    }

    private static RefusedException notFound(String asked) {
        return new RefusedException(
                new NotFound("model_not_found", "The model '" + shown(asked) + "' does not exist."));
    }

    private static String shown(String asked) {
        return asked.length() <= 64 ? asked : asked.substring(0, 64);
    }
}
