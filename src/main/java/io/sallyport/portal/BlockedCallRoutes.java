package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;
import static io.sallyport.identity.Permission.VIEW_TENANT;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.BlockedRequest;
import io.sallyport.guardrail.BlockedRequests;
import io.sallyport.guardrail.BlockedRequests.Wanted;
import io.sallyport.identity.Principal;
import io.sallyport.lang.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Stopped requests for people: their own, those of their tenants, and a word to say that one was stopped
/// without reason.
public final class BlockedCallRoutes {
    private static final String MINE = "/api/blocked-requests";
    private static final String OURS = "/api/tenants/{tenant}/blocked-requests";

    private final BlockedRequests blocked;

    public BlockedCallRoutes(BlockedRequests blocked) {
        this.blocked = blocked;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        SIGNED_IN,
                        MINE,
                        "List my requests that guardrails stopped, newest first",
                        BlockedRequests.Page.class,
                        this::mine),
                JsonRoute.get(
                        VIEW_TENANT,
                        OURS,
                        "List the requests of a tenant that guardrails stopped, newest first",
                        BlockedRequests.Page.class,
                        this::ours),
                JsonRoute.taking(
                        SIGNED_IN,
                        FalsePositive.class,
                        "POST " + MINE + "/{request}/report",
                        "Say that a request of one of my tenants was stopped without reason",
                        BlockedRequest.class,
                        this::reported));
    }

    private BlockedRequests.Page mine(JsonCall call) {
        return call.principal()
                .user()
                .map(user -> page(call, new Wanted(Optional.empty(), Optional.of(user), Optional.empty())))
                .orElseGet(() -> new BlockedRequests.Page(List.of(), Optional.empty()));
    }

    private BlockedRequests.Page ours(JsonCall call) {
        TenantId tenant = call.path("tenant", TenantId::new, "tenant");
        return page(call, new Wanted(Optional.of(tenant), Optional.empty(), Optional.empty()));
    }

    private BlockedRequests.Page page(JsonCall call, Wanted wanted) {
        return blocked.list(wanted, call.query("cursor", Long::valueOf), call.limit());
    }

    private BlockedRequest reported(JsonCall call, FalsePositive body) {
        UUID request = call.path("request", UUID::fromString, "request");
        Principal who = call.principal();
        return blocked.report(
                request, tenant -> who.operator() || who.roles().containsKey(tenant), body.reason(), who.name());
    }

    /// Why a request should not have been stopped.
    public record FalsePositive(String reason) {}
}
