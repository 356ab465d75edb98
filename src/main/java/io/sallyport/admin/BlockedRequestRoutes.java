package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.BlockedRequest;
import io.sallyport.guardrail.BlockedRequests;
import io.sallyport.guardrail.BlockedRequests.Decision;
import io.sallyport.guardrail.BlockedRequests.Wanted;
import io.sallyport.lang.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Stopped requests for operators: which there are, and what is decided about reports of them.
public final class BlockedRequestRoutes {
    private static final String HOME = "/admin/api/guardrails/blocked";

    private final BlockedRequests blocked;

    public BlockedRequestRoutes(BlockedRequests blocked) {
        this.blocked = blocked;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        HOME,
                        "List requests that guardrails stopped, newest first",
                        BlockedRequests.Page.class,
                        this::page),
                JsonRoute.taking(
                        OPERATE,
                        BlockedDecision.class,
                        "PUT " + HOME + "/{request}/decision",
                        "Decide about a report that a request was stopped without reason",
                        BlockedRequest.class,
                        this::decided));
    }

    private BlockedRequests.Page page(JsonCall call) {
        Wanted wanted = new Wanted(
                call.query("tenant", TenantId::new),
                Optional.empty(),
                call.query("report", word -> Decision.valueOf(word.toUpperCase(Locale.ROOT))));
        return blocked.list(wanted, call.query("cursor", Long::valueOf), call.limit());
    }

    private BlockedRequest decided(JsonCall call, BlockedDecision body) {
        UUID request = call.path("request", UUID::fromString, "request");
        return blocked.decide(
                request, body.decision(), body.answer(), call.principal().name());
    }

    /// What is decided about a report.
    ///
    /// @param answer what whoever reported it is told
    public record BlockedDecision(Decision decision, String answer) {}
}
