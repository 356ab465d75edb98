package io.sallyport.api;

import io.sallyport.identity.Caller;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.limit.HeldLimits;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.Metric;
import io.sallyport.limit.WindowText;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.concurrent.Executor;

/// Answers `GET /v1/me`: tells the holder of a key who they are here, and what is left of their limits.
final class HolderEndpoint implements CallerEndpoint {
    private final HeldLimits limits;
    private final Executor blocking;
    private final ApiErrors errors;

    HolderEndpoint(HeldLimits limits, Executor blocking, ApiErrors errors) {
        this.limits = limits;
        this.blocking = blocking;
        this.errors = errors;
    }

    @Override
    public void handle(Caller caller, WebRequest request, WebReply reply) {
        blocking.execute(() -> errors.guarded(request, reply, () -> {
            JsonObject body = tree(caller);
            reply.onLoop(() -> FreshJson.send(reply, body));
        }));
    }

    private JsonObject tree(Caller caller) {
        JsonObject tree = Json.object()
                .put("object", "key_holder")
                .put("name", caller.name())
                .put("tenant_id", caller.tenant().value())
                .put("project_id", caller.project().value());
        caller.key().ifPresent(key -> tree.put("key_id", key.value()));
        caller.user().ifPresent(user -> tree.put("user_id", user.value()));
        caller.reach().profile().ifPresent(profile -> tree.put("backend_profile_id", profile.value()));
        JsonArray held = Json.array();
        limits.of(caller).forEach(standing -> held.add(tree(standing)));
        return tree.put("limits", held);
    }

    private static JsonObject tree(LimitStanding standing) {
        Metric metric = standing.limit().metric();
        JsonObject tree = Json.object()
                .put("name", standing.limit().name())
                .put("scope", standing.limit().coverage().scope().word())
                .put("metric", metric.word())
                .put("window", WindowText.of(standing.limit().window()))
                .put("limit", metric.text(standing.limit().amount()))
                .put("used", metric.text(standing.used()))
                .put("remaining", metric.text(standing.left()))
                .put("resets_at", standing.resets().toString())
                .put("exceeded", standing.isExceeded());
        standing.limit().coverage().model().ifPresent(model -> tree.put("model", model));
        return tree;
    }
}
