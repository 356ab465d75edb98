package io.sallyport.api;

import io.sallyport.catalog.RequestPolicy;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.routing.Resolver.Served;
import java.math.BigDecimal;
import java.util.Locale;

/// How a role or a service stands, as JSON for clients.
///
/// Source: requirement RO30.
final class ServedTree {
    private ServedTree() {}

    static JsonObject of(Served served) {
        JsonObject tree = Json.object()
                .put("kind", served.role().isPresent() ? "role" : "service")
                .put("healthy_targets", served.healthy())
                .put("loaded_targets", served.loaded());
        served.bestMs().ifPresent(ms -> tree.put("best_p50_latency_ms", BigDecimal.valueOf(ms)));
        served.role().ifPresent(role -> describe(tree, role));
        return tree;
    }

    private static void describe(JsonObject tree, RoleEntry role) {
        RequestPolicy request = role.prompt().request();
        JsonObject policy = Json.object().put("body_defaults", request.bodyDefaults());
        role.prompt().systemPrompt().ifPresent(text -> policy.put("task", text));
        request.systemPrompt()
                .ifPresent(text -> policy.put("system_prompt", text)
                        .put("system_prompt_position", request.position().name().toLowerCase(Locale.ROOT)));
        tree.put("display_name", role.displayName())
                .put("description", role.description())
                .put("operation", role.operation().word())
                .put("effective_request_policy", policy);
    }
}
