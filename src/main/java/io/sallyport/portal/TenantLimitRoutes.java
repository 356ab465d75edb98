package io.sallyport.portal;

import static io.sallyport.identity.Permission.MANAGE_TENANT;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.key.ApiKeys;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitWish;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.WindowText;
import io.sallyport.tenant.Projects;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The limits that whoever manages a tenant gives to its projects, groups and keys, within those of the tenant.
///
/// Limits of operators stay as they are, and hold at the same time.
public final class TenantLimitRoutes {
    private static final String HOME = "/api/tenants/{tenant}/limits";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;

    private final GivenLimits limits;
    private final ApiKeys keys;
    private final Projects projects;

    public TenantLimitRoutes(GivenLimits limits, ApiKeys keys, Projects projects) {
        this.limits = limits;
        this.keys = keys;
        this.projects = projects;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.taking(
                                MANAGE_TENANT,
                                NewTenantLimit.class,
                                "POST " + HOME,
                                "Limit a project, a group or a key of a tenant",
                                GivenLimit.class,
                                this::give)
                        .answering(CREATED),
                JsonRoute.taking(
                        MANAGE_TENANT,
                        TenantLimitChange.class,
                        "PUT " + ONE,
                        "Change name and amount of a limit within a tenant",
                        GivenLimit.class,
                        this::change),
                JsonRoute.delete(
                        MANAGE_TENANT, ONE, "Take a limit within a tenant away", GivenLimit.class, this::take));
    }

    private GivenLimit give(JsonCall call, NewTenantLimit body) {
        LimitWish wish = new LimitWish(body.name(), body.metric(), body.amount(), body.window());
        Coverage coverage = Coverage.one(body.scope(), subject(call, body));
        return view(call, limits.give(coverage, wish, above(call, coverage)));
    }

    private GivenLimit change(JsonCall call, TenantLimitChange body) {
        Limit given = find(call);
        return view(call, limits.change(given, body.name(), body.amount(), above(call, given.coverage())));
    }

    private GivenLimit take(JsonCall call) {
        Limit given = find(call);
        limits.take(given);
        return view(call, given);
    }

    /// As limits name the one that is meant, which must be the tenant's.
    private String subject(JsonCall call, NewTenantLimit body) {
        String subject = body.scope() == Scope.GROUP ? group(call, body.subject()) : body.subject();
        if (!belongs(call, body.scope(), subject)) {
            throw new BadRequest("invalid_value", "'subject' is a project, a group or a key of this tenant.", "subject")
                    .asException();
        }
        return subject;
    }

    private static String group(JsonCall call, String name) {
        return tenant(call).value() + '/' + name;
    }

    private boolean belongs(JsonCall call, Scope scope, String subject) {
        try {
            return switch (scope) {
                case PROJECT ->
                    projects.find(tenant(call), new ProjectId(subject)).isPresent();
                case GROUP -> subject.startsWith(group(call, ""));
                case KEY ->
                    keys.find(new KeyId(subject))
                            .filter(key -> key.tenant().equals(tenant(call)))
                            .isPresent();
                default -> false;
            };
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Map<Scope, String> above(JsonCall call, Coverage coverage) {
        Optional<ProjectId> project = coverage.scope() == Scope.KEY
                ? coverage.subject().map(KeyId::new).flatMap(keys::find).map(key -> key.project())
                : Optional.empty();
        return project.map(id -> Map.of(Scope.TENANT, tenant(call).value(), Scope.PROJECT, id.value()))
                .orElseGet(() -> Map.of(Scope.TENANT, tenant(call).value()));
    }

    private Limit find(JsonCall call) {
        return limits.find(call.path("id", LimitId::new, "limit"))
                .filter(limit -> belongs(
                        call,
                        limit.coverage().scope(),
                        limit.coverage().subject().orElse("")))
                .orElseThrow(() -> new NotFound("not_found", "There is no such limit.").asException());
    }

    private static TenantId tenant(JsonCall call) {
        return call.path("tenant", TenantId::new, "tenant");
    }

    private static GivenLimit view(JsonCall call, Limit limit) {
        String subject = limit.coverage().subject().orElse("");
        boolean isGroup = limit.coverage().scope() == Scope.GROUP;
        return new GivenLimit(
                limit.id(),
                limit.name(),
                limit.coverage().scope(),
                isGroup ? subject.substring(group(call, "").length()) : subject,
                limit.metric(),
                limit.metric().text(limit.amount()),
                WindowText.of(limit.window()));
    }

    /// A limit to be.
    ///
    /// @param scope `project`, `group` or `key`
    /// @param subject id of the project or the key, or name of the group
    /// @param name the metric's word when it is absent
    /// @param amount dollars where cost is counted, else a whole number
    /// @param window `minute`, `day`, `week`, `month` or a length such as `24h`; `month` when it is absent
    record NewTenantLimit(
            Scope scope,
            String subject,
            Optional<DisplayName> name,
            Metric metric,
            String amount,
            Optional<String> window) {}

    /// What is to be different.
    ///
    /// @param name stays when it is absent
    record TenantLimitChange(Optional<DisplayName> name, String amount) {}

    /// A limit within a tenant.
    ///
    /// @param amount dollars where cost is counted, else a whole number
    /// @param window empty for parallel calls
    record GivenLimit(
            LimitId id, String name, Scope scope, String subject, Metric metric, String amount, String window) {}
}
