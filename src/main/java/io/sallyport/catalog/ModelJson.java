package io.sallyport.catalog;

import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.ModelAlias;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The JSON form of an alias, as operators read and write it.
///
/// Errors: JsonProblem with the path for whatever is not exactly an alias.
public final class ModelJson {
    private static final Set<String> MEMBERS = Set.of(
            "alias",
            "type",
            "deployments",
            "context_window",
            "max_output_tokens",
            "modalities",
            "supports_tools",
            "price",
            "expose_reasoning",
            "enabled",
            "metadata");
    private static final Set<String> DEPLOYMENT_MEMBERS = Set.of("backend", "model", "weight", "order");
    private static final int DEFAULT_WEIGHT = 100;

    private ModelJson() {}

    /// Reads an entry that an operator wrote.
    public static ModelEntry read(Json json) {
        onlyKnown(json, MEMBERS);
        List<Deployment> deployments = json.get("deployments").elements().stream()
                .map(ModelJson::deployment)
                .toList();
        try {
            return new ModelEntry(
                    new ModelAlias(json.get("alias").text()),
                    json.get("type").textOr("llm"),
                    deployments,
                    number(json.get("context_window")),
                    number(json.get("max_output_tokens")),
                    texts(json.get("modalities")),
                    json.get("supports_tools").boolOr(false),
                    json.get("price").isPresent() ? Optional.of(PriceJson.read(json.get("price"))) : Optional.empty(),
                    json.get("expose_reasoning").boolOr(false),
                    json.get("enabled").boolOr(true),
                    metadata(json.get("metadata")),
                    ModelEntry.ADMIN);
        } catch (IllegalArgumentException e) {
            throw json.problem(String.valueOf(e.getMessage()));
        }
    }

    /// Writes an entry; its price is in dollars per million tokens.
    public static Json write(ModelEntry entry) {
        JsonArray deployments = Json.array();
        entry.deployments()
                .forEach(deployment -> deployments.add(Json.object()
                        .put("backend", deployment.backend())
                        .put("model", deployment.model())
                        .put("weight", deployment.weight())
                        .put("order", deployment.order())));
        JsonObject json = Json.object()
                .put("alias", entry.alias().value())
                .put("type", entry.type())
                .put("deployments", deployments);
        entry.contextWindow().ifPresent(tokens -> json.put("context_window", tokens));
        entry.maxOutputTokens().ifPresent(tokens -> json.put("max_output_tokens", tokens));
        entry.price().ifPresent(price -> json.put("price", PriceJson.write(price)));
        return json.put("modalities", JsonCodec.write(entry.modalities()))
                .put("supports_tools", entry.supportsTools())
                .put("expose_reasoning", entry.exposeReasoning())
                .put("enabled", entry.enabled())
                .put("metadata", JsonCodec.write(entry.metadata()))
                .put("source", entry.source())
                .toJson();
    }

    private static Deployment deployment(Json json) {
        onlyKnown(json, DEPLOYMENT_MEMBERS);
        try {
            return new Deployment(
                    json.get("backend").text(),
                    json.get("model").text(),
                    Math.toIntExact(json.get("weight").longOr(DEFAULT_WEIGHT)),
                    Math.toIntExact(json.get("order").longOr(0)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw json.problem(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Long> number(Json json) {
        return json.isPresent() ? Optional.of(json.asLong()) : Optional.empty();
    }

    private static List<String> texts(Json json) {
        return json.isPresent() ? json.elements().stream().map(Json::text).toList() : List.of();
    }

    private static Map<String, String> metadata(Json json) {
        Map<String, String> metadata = new HashMap<>();
        if (json.isPresent()) {
            json.fields()
                    .forEach(field -> metadata.put(field.name(), field.value().text()));
        }
        return metadata;
    }

    private static void onlyKnown(Json json, Set<String> known) {
        for (Json.Field field : json.fields()) {
            if (!known.contains(field.name())) {
                throw field.value().problem("is not known here");
            }
        }
    }
}
