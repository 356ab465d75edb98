package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.PriceJson;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.Json;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.portal.ReachableModels.Reachable;
import io.sallyport.profile.Entitlements.Entitlement;
import io.sallyport.routing.Resolver.Offer;
import io.sallyport.routing.Target;
import io.sallyport.routing.TargetHealth;
import io.sallyport.routing.TargetHealth.State;
import io.sallyport.routing.TargetHealth.View;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What people may call: models with context, price and health, and the backend profiles that reach them.
public final class ModelListRoutes {
    private final ReachableModels models;
    private final TargetHealth health;

    public ModelListRoutes(ReachableModels models, TargetHealth health) {
        this.models = models;
        this.health = health;
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.get(
                SIGNED_IN, "/api/models", "List the models I may call, by name", ReachablePage.class, this::page));
    }

    private ReachablePage page(JsonCall call) {
        Optional<String> cursor = call.query("cursor");
        List<Reachable> found = models.of(TermsRoutes.applicant(call)).stream()
                .filter(asked(call))
                .filter(model -> cursor.isEmpty() || model.offer().name().compareTo(cursor.get()) > 0)
                .limit(call.limit() + 1L)
                .toList();
        List<Reachable> shown = found.stream().limit(call.limit()).toList();
        View view = health.look();
        return new ReachablePage(
                shown.stream().map(model -> view(model, view)).toList(),
                found.size() > shown.size()
                        ? Optional.of(shown.getLast().offer().name())
                        : Optional.empty());
    }

    private static Predicate<Reachable> asked(JsonCall call) {
        Optional<String> search = call.query("search").map(text -> text.toLowerCase(Locale.ROOT));
        Optional<String> type = call.query("type");
        Optional<String> profile = call.query("profile");
        return model -> search.filter(text ->
                                !model.offer().name().toLowerCase(Locale.ROOT).contains(text))
                        .isEmpty()
                && type.filter(word -> !ReachableModels.type(model.offer()).equals(word))
                        .isEmpty()
                && profile.filter(id -> model.by().stream()
                                .noneMatch(one -> one.profile().id().value().equals(id)))
                        .isEmpty();
    }

    private static ReachableModel view(Reachable model, View view) {
        Offer offer = model.offer();
        Optional<ModelEntry> entry = offer.entry();
        return new ReachableModel(
                offer.name(),
                entry.isPresent(),
                ReachableModels.type(offer),
                entry.flatMap(ModelEntry::contextWindow),
                entry.flatMap(ModelEntry::maxOutputTokens),
                entry.map(ModelEntry::modalities).orElse(List.of()),
                entry.filter(ModelEntry::supportsTools).isPresent(),
                price(model.targets()),
                view.of(model.targets()),
                model.by().stream().map(ModelListRoutes::by).toList());
    }

    /// The price of where a call goes first, when that is known.
    private static Optional<Json> price(List<Target> targets) {
        return targets.stream()
                .min(Comparator.comparingInt(Target::order))
                .flatMap(Target::price)
                .map(PriceJson::write);
    }

    private static ReachedBy by(Entitlement entitlement) {
        return new ReachedBy(
                entitlement.profile().id(),
                entitlement.profile().name(),
                entitlement.pending().isEmpty());
    }

    /// A model somebody may call.
    ///
    /// @param id what stands in `model`
    /// @param alias an operator gave it this name
    /// @param type `llm`, `embedding`, `image`, `audio`, `moderation` or `rerank`; `other` when only its name
    ///     is known and that does not sound like a chat model
    /// @param modalities what an alias reads and writes, such as `text`; empty for a model without an alias
    /// @param supportsTools an operator said so of an alias
    /// @param price in dollars per million tokens; absent when unknown
    record ReachableModel(
            String id,
            boolean alias,
            String type,
            Optional<Long> contextWindow,
            Optional<Long> maxOutputTokens,
            List<String> modalities,
            boolean supportsTools,
            Optional<Json> price,
            State health,
            List<ReachedBy> profiles) {}

    /// A backend profile whose keys reach a model.
    ///
    /// @param ready whether a key for it can be made now
    record ReachedBy(BackendProfileId id, String name, boolean ready) {}

    /// Some models, and the value of `cursor` for the next ones.
    record ReachablePage(List<ReachableModel> data, Optional<String> nextCursor) {}
}
