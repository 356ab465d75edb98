package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

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
import io.sallyport.key.KeyOwner;
import io.sallyport.key.NewKey;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitWish;
import io.sallyport.limit.Scope;
import io.sallyport.tenant.Home;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Keys for operators: issue, list, look at, change, disable, enable, revoke, restore.
public final class KeyRoutes {
    private static final String HOME = "/admin/api/keys";

    /// The path of the older control plane (requirement AP23).
    private static final String ALIAS = "/v1/admin/client-keys";

    private static final int CREATED = 201;

    private final ApiKeys keys;
    private final GivenLimits limits;

    public KeyRoutes(ApiKeys keys, GivenLimits limits) {
        this.keys = keys;
        this.limits = limits;
    }

    public List<JsonRoute> list() {
        return Stream.of(HOME, ALIAS).flatMap(this::under).toList();
    }

    private Stream<JsonRoute> under(String home) {
        return Stream.of(
                JsonRoute.get(OPERATE, home, "List keys, newest first", KeyPage.class, this::page),
                JsonRoute.taking(OPERATE, KeyBody.class, "POST " + home, "Issue a key", IssuedKey.class, this::issue)
                        .answering(CREATED),
                JsonRoute.get(OPERATE, home + "/{id}", "Show a key", KeyView.class, call -> view(find(call))),
                JsonRoute.taking(
                        OPERATE,
                        KeyEdit.class,
                        "PUT " + home + "/{id}",
                        "Change where a key may be used from, or how much a translation of its calls may lose",
                        KeyView.class,
                        this::edit),
                action(home, "disable", "Disable a key until it is enabled", keys::disable),
                action(home, "enable", "Enable a disabled key", keys::enable),
                JsonRoute.action(
                        OPERATE,
                        home + "/{id}/revoke",
                        "Revoke a key",
                        KeyView.class,
                        call -> view(keys.revoke(id(call), call.principal().name()))),
                action(home, "restore", "Make a revoked key active again", keys::restore));
    }

    private JsonRoute action(String home, String verb, String summary, Function<KeyId, ApiKey> change) {
        return JsonRoute.action(
                OPERATE, home + "/{id}/" + verb, summary, KeyView.class, call -> view(change.apply(id(call))));
    }

    private KeyPage page(JsonCall call) {
        KeyFilter filter = new KeyFilter(
                call.query("status", word -> Status.valueOf(word.toUpperCase(Locale.ROOT))),
                call.query("principal_ref"),
                call.query("tenant", TenantId::new),
                call.query("search"),
                call.query("user", UserId::new),
                call.query("profile", BackendProfileId::new));
        ApiKeys.Page page = keys.list(filter, call.query("cursor", KeyId::new), call.limit());
        return new KeyPage(views(page.keys()), page.next());
    }

    /// An operator who shows an issued key can give no more than that key has.
    private IssuedKey issue(JsonCall call, KeyBody body) {
        Optional<ApiKey> grantor = grantor(call);
        NewKey wanted = body.toNewKey();
        limits.check(body.wishes(), above(wanted.home(), grantor), Origin.OPERATOR);
        Issued issued = grantor.isPresent() ? keys.issue(wanted, grantor.get()) : keys.issue(wanted);
        limits.give(issued.key().id(), body.wishes(), Origin.OPERATOR, grantor.map(ApiKey::id));
        return new IssuedKey(issued.text().reveal(), view(issued.key()));
    }

    private KeyView edit(JsonCall call, KeyEdit edit) {
        KeyId id = id(call);
        edit.addresses().ifPresent(addresses -> keys.restrict(id, addresses, grantor(call)));
        edit.lossPolicy().ifPresent(policy -> keys.bear(id, policy));
        return view(find(call));
    }

    private Optional<ApiKey> grantor(JsonCall call) {
        return call.principal().key().flatMap(keys::find);
    }

    private static Map<Scope, String> above(Home home, Optional<ApiKey> grantor) {
        Map<Scope, String> above = new EnumMap<>(Scope.class);
        above.put(Scope.TENANT, home.tenant().value());
        above.put(Scope.PROJECT, home.project().value());
        grantor.ifPresent(key -> above.put(Scope.KEY, key.id().value()));
        return above;
    }

    private ApiKey find(JsonCall call) {
        return keys.find(id(call)).orElseThrow(KeyRoutes::unknown);
    }

    private static KeyId id(JsonCall call) {
        return call.path("id", KeyId::new, "key");
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such key.").asException();
    }

    private KeyView view(ApiKey key) {
        return views(List.of(key)).getFirst();
    }

    private List<KeyView> views(List<ApiKey> shown) {
        Map<KeyId, KeyOwner> owners = keys.owners(shown.stream().map(ApiKey::id).toList());
        return shown.stream()
                .flatMap(key -> Optional.ofNullable(owners.get(key.id())).map(owner -> view(key, owner)).stream())
                .toList();
    }

    private static KeyView view(ApiKey key, KeyOwner owner) {
        return new KeyView(
                key.id(),
                key.tenant(),
                key.project(),
                key.displayName(),
                KeyFormat.preview(key.prefix()),
                key.status(),
                key.principalType(),
                key.principalRef(),
                owner.user(),
                owner.email(),
                owner.name(),
                owner.profile(),
                owner.profileName(),
                key.allowedModels(),
                key.allowedOperations(),
                key.allowedAddresses().value(),
                key.admin(),
                key.lossPolicy(),
                key.notes(),
                key.source(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.revokedBy(),
                key.lastUsedAt());
    }

    /// What an operator says about a new key.
    ///
    /// @param allowedModels absent for no restriction, empty for none
    /// @param lossPolicy `warn` when absent; the backend profile can be stricter
    /// @param tenant the default one when absent
    /// @param project the first one of the tenant when absent
    /// @param allowedAddresses addresses and networks; from anywhere when absent or empty
    /// @param limits of the key, within those of tenant and project
    record KeyBody(
            String displayName,
            Optional<String> principalType,
            Optional<String> principalRef,
            Optional<List<String>> allowedModels,
            Optional<List<String>> allowedOperations,
            Optional<List<String>> allowedAddresses,
            Optional<Boolean> admin,
            Optional<LossPolicy> lossPolicy,
            Optional<Instant> expiresAt,
            Optional<String> notes,
            Optional<TenantId> tenant,
            Optional<ProjectId> project,
            Optional<List<LimitWish>> limits) {

        List<LimitWish> wishes() {
            return limits.orElse(List.of());
        }

        NewKey toNewKey() {
            try {
                return new NewKey(
                        displayName,
                        principalType.orElse(""),
                        principalRef.orElse(""),
                        allowedModels,
                        allowedOperations,
                        new AllowedAddresses(allowedAddresses.orElse(List.of())),
                        admin.orElse(false),
                        lossPolicy.orElse(LossPolicy.WARN),
                        expiresAt,
                        notes.orElse(""),
                        "admin",
                        home());
            } catch (IllegalArgumentException e) {
                throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
            }
        }

        private Home home() {
            Home usual = tenant.map(Home::of).orElse(Home.DEFAULT);
            return new Home(usual.tenant(), project.orElse(usual.project()));
        }
    }

    /// What is to be different about a key.
    ///
    /// @param allowedAddresses addresses and networks; empty for anywhere, absent to let them be
    /// @param lossPolicy absent to let it be
    record KeyEdit(Optional<List<String>> allowedAddresses, Optional<LossPolicy> lossPolicy) {

        Optional<AllowedAddresses> addresses() {
            try {
                return allowedAddresses.map(AllowedAddresses::new);
            } catch (IllegalArgumentException e) {
                throw new BadRequest("invalid_value", String.valueOf(e.getMessage()), "allowed_addresses")
                        .asException();
            }
        }
    }

    /// A key as operators see it: nothing of its secret.
    ///
    /// @param user whose it is; absent for one of a service, as are the other members about people
    record KeyView(
            KeyId id,
            TenantId tenant,
            ProjectId project,
            String displayName,
            String preview,
            Status status,
            String principalType,
            String principalRef,
            Optional<UserId> user,
            Optional<String> ownerEmail,
            Optional<String> ownerName,
            Optional<BackendProfileId> profile,
            Optional<String> profileName,
            Optional<List<String>> allowedModels,
            Optional<List<String>> allowedOperations,
            List<String> allowedAddresses,
            boolean admin,
            LossPolicy lossPolicy,
            String notes,
            String source,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<String> revokedBy,
            Optional<Instant> lastUsedAt) {}

    /// Some keys, and the value of `cursor` for the next ones.
    record KeyPage(List<KeyView> data, Optional<KeyId> nextCursor) {}

    /// A new key; its text is shown here and never again.
    record IssuedKey(String apiKey, KeyView key) {}
}
