package io.sallyport.api;

import io.sallyport.catalog.ModelEntry;
import io.sallyport.dialect.gemini.GeminiPath;
import io.sallyport.identity.Caller;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Resolver.Listed;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.function.Supplier;

/// Lists the models a caller may use, in Gemini's form.
///
/// Source: Gemini API reference, `models.list` and `models.get`.
final class GeminiModelsEndpoint implements CallerEndpoint {
    private final Supplier<Resolver> resolver;

    GeminiModelsEndpoint(Supplier<Resolver> resolver) {
        this.resolver = resolver;
    }

    @Override
    public void handle(Caller caller, WebRequest request, WebReply reply) {
        JsonArray models = Json.array();
        resolver.get().listing(caller).forEach(listed -> models.add(tree(listed)));
        FreshJson.send(reply, Json.object().put("models", models));
    }

    /// Answers `GET /v1beta/models/{id}`.
    CallerEndpoint one() {
        return (caller, request, reply) -> {
            String id = request.pathParam("id");
            Listed found = resolver.get().listing(caller).stream()
                    .filter(listed -> listed.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("model_not_found", "This model does not exist or may not be used.")
                            .asException());
            FreshJson.send(reply, tree(found));
        };
    }

    private static JsonObject tree(Listed listed) {
        JsonArray methods =
                Json.array().add(GeminiPath.GENERATE).add(GeminiPath.STREAM).add(GeminiPath.COUNT);
        JsonObject tree = Json.object()
                .put("name", "models/" + listed.id())
                .put("displayName", listed.id())
                .put("supportedGenerationMethods", methods);
        listed.entry().ifPresent(entry -> facts(tree, entry));
        return tree;
    }

    private static void facts(JsonObject tree, ModelEntry entry) {
        entry.contextWindow().ifPresent(tokens -> tree.put("inputTokenLimit", tokens));
        entry.maxOutputTokens().ifPresent(tokens -> tree.put("outputTokenLimit", tokens));
    }
}
