package io.sallyport.app;

import io.sallyport.admin.EventRoutes;
import io.sallyport.admin.GroupRoutes;
import io.sallyport.admin.KeyRoutes;
import io.sallyport.admin.TenantRoutes;
import io.sallyport.admin.UserRoutes;
import io.sallyport.app.settings.BootstrapSettings;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Groups;
import io.sallyport.journal.AdminEvents;
import io.sallyport.key.ApiKeys;
import io.sallyport.limit.GivenLimits;
import io.sallyport.portal.TenantKeyRoutes;
import io.sallyport.portal.TenantLimitRoutes;
import io.sallyport.portal.TenantMemberRoutes;
import io.sallyport.portal.TenantProjectRoutes;
import io.sallyport.profile.BackendProfileSnapshot;
import io.sallyport.tenant.Invitations;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Projects;
import io.sallyport.tenant.Tenants;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything that knows tenants, and the JSON about who is in them.
final class Tenancy {
    private final Database database;
    private final ApiKeys keys;
    private final People people;
    private final Tenants tenants;
    private final Projects projects;
    private final Memberships memberships;
    private final Invitations invitations;
    private final Groups groups;

    Tenancy(Database database, ApiKeys keys, People people, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.people = people;
        this.tenants = new Tenants(database, clock);
        this.projects = new Projects(database, clock);
        this.memberships = new Memberships(database, clock);
        this.invitations = new Invitations(database, clock);
        this.groups = new Groups(database, clock);
    }

    /// Makes what the settings name and the database lacks.
    ///
    /// @param limits for keys that are made
    void bootstrap(BootstrapSettings wanted, GivenLimits limits) {
        new Bootstrap(tenants, memberships, people.users(), people.passwords(), keys, limits).apply(wanted);
    }

    /// Finds whom limits of the configuration name.
    SubjectNames names(Supplier<BackendProfileSnapshot> profiles) {
        return new SubjectNames(tenants, people.users(), profiles);
    }

    /// @param limits that people give to keys and within tenants
    List<JsonRoute> routes(GivenLimits limits) {
        return Stream.of(
                        new TenantRoutes(tenants, projects).list(),
                        new UserRoutes(people.users(), people.links(), people::publicUrl).list(),
                        new GroupRoutes(groups, tenants).list(),
                        new EventRoutes(new AdminEvents(database)).list(),
                        new TenantMemberRoutes(people.users(), tenants, memberships, invitations).list(),
                        new TenantProjectRoutes(projects).list(),
                        new TenantKeyRoutes(keys, tenants, limits).list(),
                        new TenantLimitRoutes(limits, keys, projects).list(),
                        new KeyRoutes(keys, limits).list())
                .flatMap(List::stream)
                .toList();
    }
}
