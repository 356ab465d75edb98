package io.sallyport.app;

import io.sallyport.catalog.Condition;
import io.sallyport.catalog.RouteRule;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.journal.audit.AuditSettings.Required;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Scope;
import io.sallyport.profile.BackendProfile;
import io.sallyport.profile.BackendProfileSnapshot;
import io.sallyport.tenant.Tenant;
import io.sallyport.tenant.Tenants;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Finds whom a limit of the configuration names: people write names and addresses, calls carry ids.
///
/// A name nobody has (yet) stays as it is, and the limit holds for nobody.
/// Threads: waits for the database.
record SubjectNames(Tenants tenants, Users users, Supplier<BackendProfileSnapshot> profiles) {
    private static final int ENOUGH = 50;

    Limit found(Limit limit) {
        Coverage coverage = limit.coverage();
        Coverage found = new Coverage(
                coverage.scope(),
                coverage.subject().map(name -> subject(coverage.scope(), name)),
                coverage.profile().map(this::profile),
                coverage.model());
        return found.equals(coverage)
                ? limit
                : new Limit(
                        limit.id(),
                        limit.name(),
                        found,
                        limit.metric(),
                        limit.window(),
                        limit.amount(),
                        limit.rules(),
                        limit.origin());
    }

    /// The rule with ids in the place of names of tenants and backend profiles.
    RouteRule found(RouteRule rule) {
        Condition when = rule.when();
        return rule.when(new Condition(
                when.headers(),
                when.workloads(),
                when.models(),
                when.operations(),
                when.tenants().stream().map(name -> subject(Scope.TENANT, name)).toList(),
                when.projects(),
                when.groups(),
                when.keys(),
                when.profiles().stream().map(this::profile).toList(),
                when.tools(),
                when.images(),
                when.stream(),
                when.promptAtLeast(),
                when.promptAtMost()));
    }

    /// Ids in the place of names of tenants and backend profiles.
    Required found(Required required) {
        return new Required(
                required.tenants().stream()
                        .map(name -> subject(Scope.TENANT, name))
                        .collect(Collectors.toSet()),
                required.backendProfiles().stream().map(this::profile).collect(Collectors.toSet()));
    }

    private String subject(Scope scope, String name) {
        return switch (scope) {
            case TENANT ->
                tenants.list(Optional.of(name), Optional.empty(), ENOUGH).tenants().stream()
                        .filter(tenant -> tenant.name().equals(name))
                        .map(Tenant::id)
                        .map(Object::toString)
                        .findFirst()
                        .orElse(name);
            case USER ->
                users.list(Optional.of(name), Optional.empty(), Optional.empty(), ENOUGH).users().stream()
                        .filter(user -> user.email().equalsIgnoreCase(name))
                        .map(User::id)
                        .map(Object::toString)
                        .findFirst()
                        .orElse(name);
            case BACKEND_PROFILE -> profile(name);
            default -> name;
        };
    }

    private String profile(String name) {
        return profiles.get().all().stream()
                .filter(profile -> profile.name().equals(name))
                .map(BackendProfile::id)
                .map(Object::toString)
                .findFirst()
                .orElse(name);
    }
}
