package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.catalog.ModelAliases;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.PriceJson;
import io.sallyport.catalog.Routing;
import io.sallyport.catalog.RoutingJson;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.Refusal.BadRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Model aliases for operators: list, add, replace, take away. What they say lies on top of the configuration.
public final class ModelRoutes {
    private static final String HOME = "/admin/api/models";
    private static final String ONE = HOME + "/{alias...}";
    private static final int CREATED = 201;

    private final ModelAliases aliases;
    private final Predicate<String> backendExists;

    public ModelRoutes(ModelAliases aliases, Predicate<String> backendExists) {
        this.aliases = aliases;
        this.backendExists = backendExists;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List model aliases", ModelPage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                ModelBody.class,
                                "POST " + HOME,
                                "Add a model alias",
                                ModelView.class,
                                this::add)
                        .answering(CREATED),
                JsonRoute.get(
                        OPERATE,
                        ONE,
                        "Show a model alias",
                        ModelView.class,
                        call -> view(aliases.get(call.path("alias")))),
                JsonRoute.taking(
                        OPERATE,
                        ModelBody.class,
                        "PUT " + ONE,
                        "Replace a model alias",
                        ModelView.class,
                        this::replace),
                JsonRoute.delete(OPERATE, ONE, "Take away an alias or an overlay", Removed.class, this::remove));
    }

    private ModelPage page() {
        return new ModelPage(aliases.all().stream().map(ModelRoutes::view).toList());
    }

    private ModelView add(JsonCall call, ModelBody body) {
        ModelEntry entry = entry(body);
        aliases.add(entry);
        return view(entry);
    }

    private ModelView replace(JsonCall call, ModelBody body) {
        if (!body.alias().equals(call.path("alias"))) {
            throw invalid("An alias cannot be renamed; add another and take this one away.", "alias")
                    .asException();
        }
        ModelEntry entry = entry(body);
        aliases.replace(entry);
        return view(entry);
    }

    private Removed remove(JsonCall call) {
        String alias = call.path("alias");
        aliases.remove(alias);
        return new Removed(alias);
    }

    private ModelEntry entry(ModelBody body) {
        body.deployments().stream()
                .filter(deployment -> !isKnown(deployment.backend()))
                .findFirst()
                .ifPresent(deployment -> {
                    throw invalid("There is no backend '" + deployment.backend() + "'.", "deployments")
                            .asException();
                });
        try {
            return body.toEntry();
        } catch (JsonProblem e) {
            throw invalid(String.valueOf(e.getMessage()), e.path()).asException();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()), "").asException();
        }
    }

    private boolean isKnown(String backend) {
        return Deployment.isService(backend) || backendExists.test(backend);
    }

    private static BadRequest invalid(String message, String param) {
        return new BadRequest("invalid_value", message, param);
    }

    private static ModelView view(ModelEntry entry) {
        return new ModelView(
                entry.alias().value(),
                entry.type(),
                entry.deployments().stream()
                        .map(one -> new DeploymentView(one.backend(), one.model(), one.weight(), one.order()))
                        .toList(),
                entry.contextWindow(),
                entry.maxOutputTokens(),
                entry.modalities(),
                entry.supportsTools(),
                entry.price().map(PriceJson::write),
                entry.exposeReasoning(),
                entry.enabled(),
                entry.metadata(),
                RoutingJson.write(entry.routing()),
                entry.source());
    }

    /// What an operator says about an alias.
    ///
    /// @param price with `price_unit`; absent when the price of the upstream model holds
    /// @param routing what differs from the usual
    record ModelBody(
            String alias,
            Optional<String> type,
            List<DeploymentBody> deployments,
            Optional<Long> contextWindow,
            Optional<Long> maxOutputTokens,
            Optional<List<String>> modalities,
            Optional<Boolean> supportsTools,
            Optional<Json> price,
            Optional<Boolean> exposeReasoning,
            Optional<Boolean> enabled,
            Optional<Map<String, String>> metadata,
            Optional<Json> routing) {

        ModelEntry toEntry() {
            return new ModelEntry(
                    new ModelAlias(alias),
                    type.orElse("llm"),
                    deployments.stream().map(DeploymentBody::toDeployment).toList(),
                    contextWindow,
                    maxOutputTokens,
                    modalities.orElse(List.of()),
                    supportsTools.orElse(false),
                    price.map(PriceJson::read),
                    exposeReasoning.orElse(false),
                    enabled.orElse(true),
                    metadata.orElse(Map.of()),
                    routing.map(RoutingJson::read).orElse(Routing.USUAL),
                    ModelEntry.ADMIN);
        }
    }

    /// One way to serve an alias.
    ///
    /// @param weight 100 when it is absent
    /// @param order 0 when it is absent
    record DeploymentBody(String backend, String model, Optional<Integer> weight, Optional<Integer> order) {
        private static final int DEFAULT_WEIGHT = 100;

        Deployment toDeployment() {
            return new Deployment(backend, model, weight.orElse(DEFAULT_WEIGHT), order.orElse(0));
        }
    }

    /// An alias as operators see it.
    record ModelView(
            String alias,
            String type,
            List<DeploymentView> deployments,
            Optional<Long> contextWindow,
            Optional<Long> maxOutputTokens,
            List<String> modalities,
            boolean supportsTools,
            Optional<Json> price,
            boolean exposeReasoning,
            boolean enabled,
            Map<String, String> metadata,
            Json routing,
            String source) {}

    /// One way to serve an alias.
    record DeploymentView(String backend, String model, int weight, int order) {}

    /// Every alias, by name.
    record ModelPage(List<ModelView> data) {}

    /// What was taken away.
    record Removed(String removed) {}
}
