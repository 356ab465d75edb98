package io.sallyport.api;

import io.sallyport.catalog.ModelEntry;
import io.sallyport.identity.Caller;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.RefusedException;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Resolver.Listed;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.function.Supplier;

/// Lists the models a caller may use, in OpenAI's form.
final class ModelsEndpoint implements CallerEndpoint {
    private final Supplier<Resolver> resolver;

    ModelsEndpoint(Supplier<Resolver> resolver) {
        this.resolver = resolver;
    }

    @Override
    public void handle(Caller caller, WebRequest request, WebReply reply) {
        JsonArray models = Json.array();
        resolver.get().listing(caller).forEach(listed -> models.add(tree(listed)));
        FreshJson.send(reply, Json.object().put("object", "list").put("data", models));
    }

    /// Answers `GET /v1/models/{id}`.
    CallerEndpoint one() {
        return (caller, request, reply) -> {
            String id = request.pathParam("id");
            Listed found = resolver.get().listing(caller).stream()
                    .filter(listed -> listed.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(
                            new NotFound("model_not_found", "This model does not exist or may not be used.")));
            FreshJson.send(reply, tree(found));
        };
    }

    private static JsonObject tree(Listed listed) {
        JsonObject tree = Json.object()
                .put("id", listed.id())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", listed.owner());
        listed.entry().ifPresent(entry -> facts(tree, entry));
        listed.served().ifPresent(served -> tree.put("routing", ServedTree.of(served)));
        return tree;
    }

    private static void facts(JsonObject tree, ModelEntry entry) {
        tree.put("type", entry.type());
        entry.contextWindow().ifPresent(tokens -> tree.put("context_window", tokens));
        entry.maxOutputTokens().ifPresent(tokens -> tree.put("max_output_tokens", tokens));
        tree.put("supports_tools", entry.supportsTools());
    }
}
