package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;
import static io.sallyport.identity.Permission.VIEW_TENANT;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.ApiKey;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.KeyFilter;
import io.sallyport.key.PersonalKey;
import io.sallyport.key.PersonalKeys;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.limit.HeldLimits;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.Scope;
import io.sallyport.tenant.Project;
import io.sallyport.tenant.Projects;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is left for people: of the limits that hold for their keys, and of those of a tenant they may see.
public final class HeldLimitRoutes {
    private static final int MOST_KEYS = 1000;

    private final HeldLimits held;
    private final PersonalKeys own;
    private final ApiKeys keys;
    private final Projects projects;
    private final Clock clock;

    public HeldLimitRoutes(HeldLimits held, PersonalKeys own, ApiKeys keys, Projects projects, Clock clock) {
        this.held = held;
        this.own = own;
        this.keys = keys;
        this.projects = projects;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/limits",
                        "Show how every limit stands that holds for my keys, the tightest first",
                        HeldLimitList.class,
                        this::mine),
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/keys/{id}/limits",
                        "Show how every limit stands that holds for one of my keys, the tightest first",
                        HeldLimitList.class,
                        this::ofKey),
                JsonRoute.get(
                        VIEW_TENANT,
                        "/api/tenants/{tenant}/limits",
                        "Show how the limits of a tenant, its projects and its keys stand, the tightest first",
                        TenantLimitList.class,
                        this::ofTenant));
    }

    /// One limit may hold for several keys; it is told once.
    private HeldLimitList mine(JsonCall call) {
        Instant now = clock.instant();
        List<KeyId> working = own.list(user(call)).stream()
                .filter(key -> key.worksAt(now))
                .map(PersonalKey::id)
                .toList();
        Map<LimitStanding, List<KeyId>> holding = new LinkedHashMap<>();
        held.of(working)
                .forEach((key, standings) ->
                        standings.forEach(standing -> holding.computeIfAbsent(standing, _ -> new ArrayList<>())
                                .add(key)));
        return new HeldLimitList(holding.keySet().stream()
                .sorted(LimitStanding.TIGHTEST_FIRST)
                .map(standing -> HeldLimit.of(standing, List.copyOf(holding.get(standing)), now))
                .toList());
    }

    private HeldLimitList ofKey(JsonCall call) {
        PersonalKey key = own.get(user(call), OwnKeyRoutes.id(call));
        Instant now = clock.instant();
        return new HeldLimitList(held.of(List.of(key.id())).values().stream()
                .flatMap(List::stream)
                .sorted(LimitStanding.TIGHTEST_FIRST)
                .map(standing -> HeldLimit.of(standing, List.of(key.id()), now))
                .toList());
    }

    /// Of keys, only those that used something or were given a limit: a tenant may have very many.
    private TenantLimitList ofTenant(JsonCall call) {
        TenantId tenant = call.path("tenant", TenantId::new, "tenant");
        Map<String, String> keyNames = keys
                .list(
                        new KeyFilter(Optional.empty(), Optional.empty(), Optional.of(tenant)),
                        Optional.empty(),
                        MOST_KEYS)
                .keys()
                .stream()
                .collect(Collectors.toMap(key -> key.id().value(), ApiKey::displayName));
        Map<String, String> projectNames = projects.list(tenant).stream()
                .collect(Collectors.toMap(project -> project.id().value(), Project::name));
        List<String> groups = held.groups(tenant);
        List<TenantLimit> found = new ArrayList<>();
        found.addAll(views(Scope.TENANT, List.of(tenant.value()), Map.of()));
        found.addAll(views(Scope.PROJECT, projectNames.keySet(), projectNames));
        found.addAll(views(Scope.GROUP, groups, Map.of()));
        found.addAll(views(Scope.KEY, keyNames.keySet(), keyNames).stream()
                .filter(limit ->
                        limit.origin() == Origin.OWNER || limit.standing().perMille() > 0)
                .toList());
        found.sort((one, other) ->
                Long.compare(other.standing().perMille(), one.standing().perMille()));
        return new TenantLimitList(found);
    }

    private List<TenantLimit> views(Scope scope, Collection<String> subjects, Map<String, String> names) {
        Instant now = clock.instant();
        return held.of(scope, subjects).stream()
                .map(standing -> new TenantLimit(
                        standing.limit().id(),
                        standing.limit().origin(),
                        standing.subject(),
                        Optional.ofNullable(names.get(standing.subject())),
                        HeldLimit.of(standing, List.of(), now)))
                .toList();
    }

    private static UserId user(JsonCall call) {
        return TermsRoutes.applicant(call).user();
    }

    /// How limits stand.
    record HeldLimitList(List<HeldLimit> data) {}

    /// How a limit of a tenant stands for one of those it adds up.
    ///
    /// @param origin `owner` when those who manage the tenant may change it
    /// @param subject id of the tenant, the project or the key; of a group the tenant's id, a slash and its name
    /// @param name of the project or the key
    record TenantLimit(LimitId id, Origin origin, String subject, Optional<String> name, HeldLimit standing) {}

    /// How the limits of a tenant stand.
    record TenantLimitList(List<TenantLimit> data) {}
}
