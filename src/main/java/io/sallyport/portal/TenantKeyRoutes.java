package io.sallyport.portal;

import static io.sallyport.identity.Permission.MANAGE_TENANT;
import static io.sallyport.identity.Permission.VIEW_TENANT;

import io.sallyport.crypto.KeyFormat;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.AllowedAddresses;
import io.sallyport.key.ApiKey;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.ApiKeys.Issued;
import io.sallyport.key.KeyFilter;
import io.sallyport.key.NewKey;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitWish;
import io.sallyport.limit.Scope;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.Tenant;
import io.sallyport.tenant.Tenant.Kind;
import io.sallyport.tenant.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The keys of a tenant for those who see and manage it.
public final class TenantKeyRoutes {
    private static final String HOME = "/api/tenants/{tenant}/keys";
    private static final int CREATED = 201;

    private final ApiKeys keys;
    private final Tenants tenants;
    private final GivenLimits limits;

    public TenantKeyRoutes(ApiKeys keys, Tenants tenants, GivenLimits limits) {
        this.keys = keys;
        this.tenants = tenants;
        this.limits = limits;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        VIEW_TENANT, HOME, "List the keys of a tenant, newest first", TenantKeyPage.class, this::page),
                JsonRoute.taking(
                                MANAGE_TENANT,
                                TenantKeyBody.class,
                                "POST " + HOME,
                                "Issue a key of a tenant",
                                IssuedTenantKey.class,
                                this::issue)
                        .answering(CREATED),
                JsonRoute.action(
                        MANAGE_TENANT,
                        HOME + "/{id}/revoke",
                        "Revoke a key of a tenant",
                        TenantKey.class,
                        this::revoke));
    }

    private TenantKeyPage page(JsonCall call) {
        KeyFilter filter = new KeyFilter(
                call.query("status", word -> Status.valueOf(word.toUpperCase(Locale.ROOT))),
                Optional.empty(),
                Optional.of(tenant(call)));
        ApiKeys.Page page = keys.list(filter, call.query("cursor", KeyId::new), call.limit());
        return new TenantKeyPage(page.keys().stream().map(TenantKeyRoutes::view).toList(), page.next());
    }

    /// People get keys of their own under the terms of a backend profile, so a personal tenant is not a way
    /// around them.
    private IssuedTenantKey issue(JsonCall call, TenantKeyBody body) {
        if (tenants.find(tenant(call))
                .map(Tenant::kind)
                .filter(Kind.ORGANIZATION::equals)
                .isEmpty()) {
            throw new Conflict("personal_tenant", "Keys of your own are made on the page for keys.").asException();
        }
        NewKey wanted = body.toNewKey(tenant(call));
        Map<Scope, String> above = Map.of(
                Scope.TENANT, wanted.home().tenant().value(),
                Scope.PROJECT, wanted.home().project().value());
        List<LimitWish> wishes = body.limits().orElse(List.of());
        limits.check(wishes, above, Origin.OWNER);
        Issued issued = keys.issue(wanted);
        limits.give(issued.key().id(), wishes, Origin.OWNER, Optional.empty());
        return new IssuedTenantKey(issued.text().reveal(), view(issued.key()));
    }

    private TenantKey revoke(JsonCall call) {
        KeyId id = call.path("id", KeyId::new, "key");
        boolean isOurs =
                keys.find(id).filter(key -> key.tenant().equals(tenant(call))).isPresent();
        if (!isOurs) {
            throw new NotFound("not_found", "There is no such key.").asException();
        }
        return view(keys.revoke(id, call.principal().name()));
    }

    private static TenantId tenant(JsonCall call) {
        return call.path("tenant", TenantId::new, "tenant");
    }

    private static TenantKey view(ApiKey key) {
        return new TenantKey(
                key.id(),
                key.project(),
                key.displayName(),
                KeyFormat.preview(key.prefix()),
                key.status(),
                key.allowedModels(),
                key.allowedOperations(),
                key.allowedAddresses().value(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt());
    }

    /// A key to be.
    ///
    /// @param project the first one of the tenant when absent
    /// @param allowedModels absent for no restriction, empty for none
    /// @param allowedAddresses addresses and networks; from anywhere when absent or empty
    /// @param limits of the key, within those of tenant and project
    record TenantKeyBody(
            String displayName,
            Optional<ProjectId> project,
            Optional<List<String>> allowedModels,
            Optional<List<String>> allowedOperations,
            Optional<List<String>> allowedAddresses,
            Optional<LossPolicy> lossPolicy,
            Optional<Instant> expiresAt,
            Optional<List<LimitWish>> limits) {

        NewKey toNewKey(TenantId tenant) {
            try {
                return new NewKey(
                        displayName,
                        "",
                        "",
                        allowedModels,
                        allowedOperations,
                        new AllowedAddresses(allowedAddresses.orElse(List.of())),
                        false,
                        lossPolicy.orElse(LossPolicy.WARN),
                        expiresAt,
                        "",
                        "admin",
                        new Home(tenant, project.orElse(Home.of(tenant).project())));
            } catch (IllegalArgumentException e) {
                throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
            }
        }
    }

    /// A key as members of its tenant see it: nothing of its secret.
    record TenantKey(
            KeyId id,
            ProjectId project,
            String displayName,
            String preview,
            Status status,
            Optional<List<String>> allowedModels,
            Optional<List<String>> allowedOperations,
            List<String> allowedAddresses,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> lastUsedAt) {}

    /// Some keys, and the value of `cursor` for the next ones.
    record TenantKeyPage(List<TenantKey> data, Optional<KeyId> nextCursor) {}

    /// A new key; its text is shown here and never again.
    record IssuedTenantKey(String apiKey, TenantKey key) {}
}
