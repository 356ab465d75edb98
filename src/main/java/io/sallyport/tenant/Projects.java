package io.sallyport.tenant;

import io.sallyport.database.Database;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.tenant.TenantTable.ProjectChange;
import io.sallyport.tenant.TenantTable.ProjectModels;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The projects of tenants.
///
/// Errors: NotFound for an unknown id, also when it belongs to another tenant; Conflict `name_taken` for a name that
/// looks like that of another project of the tenant.
/// Threads: safe; every method waits for the database.
public final class Projects {
    private final Database database;
    private final TenantTable table;
    private final Clock clock;

    public Projects(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(TenantTable.class);
        this.clock = clock;
    }

    public List<Project> list(TenantId tenant) {
        return table.projects(tenant);
    }

    public Optional<Project> find(TenantId tenant, ProjectId id) {
        return table.find(tenant, id);
    }

    /// How a project is to be.
    ///
    /// @param models what its keys may use: absent for no restriction, empty for none
    public record Wish(DisplayName name, Optional<ModelNames> models) {}

    /// A project without a list of models.
    ///
    /// @param source as in [Project]
    public Project create(TenantId tenant, DisplayName name, String source) {
        return create(tenant, new Wish(name, Optional.empty()), source);
    }

    /// @param source as in [Project]
    public Project create(TenantId tenant, Wish wish, String source) {
        var _ = table.find(tenant).orElseThrow(Tenants::unknown);
        Instant now = clock.instant();
        ProjectId id = new ProjectId(TimeOrdered.uuid(now.toEpochMilli()).toString());
        Project project =
                new Project(id, tenant, wish.name().value(), wish.models().map(ModelNames::value), source, now);
        if (table.insert(project, wish.name().skeleton()) == 0) {
            throw nameTaken();
        }
        return project;
    }

    /// Gives a project another name, and says anew what its keys may use.
    public Project change(TenantId tenant, ProjectId id, Wish wish) {
        return database.inTransaction(transaction -> {
            TenantTable rows = transaction.attach(TenantTable.class);
            var _ = rows.find(tenant, id).orElseThrow(Projects::unknown);
            DisplayName name = wish.name();
            Optional<List<String>> models = wish.models().map(ModelNames::value);
            if (rows.update(new ProjectChange(tenant, id, name.value(), name.skeleton(), models)) == 0) {
                throw nameTaken();
            }
            transaction.bump(Tenants.TOPIC);
            return rows.find(tenant, id).orElseThrow(Projects::unknown);
        });
    }

    /// @param models absent for no restriction, empty for none
    public Project allow(TenantId tenant, ProjectId id, Optional<ModelNames> models) {
        return database.inTransaction(transaction -> {
            TenantTable rows = transaction.attach(TenantTable.class);
            rows.allow(new ProjectModels(tenant, id, models.map(ModelNames::value)));
            transaction.bump(Tenants.TOPIC);
            return rows.find(tenant, id).orElseThrow(Projects::unknown);
        });
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such project.").asException();
    }

    private static RuntimeException nameTaken() {
        return new Conflict("name_taken", "Another project of the tenant has this name, or one that looks like it.")
                .asException();
    }
}
