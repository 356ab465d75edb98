package io.sallyport.tenant;

import io.sallyport.database.Database;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
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

    /// @param source as in [Project]
    public Project create(TenantId tenant, DisplayName name, String source) {
        var _ = table.find(tenant).orElseThrow(Tenants::unknown);
        Instant now = clock.instant();
        ProjectId id = new ProjectId(TimeOrdered.uuid(now.toEpochMilli()).toString());
        Project project = new Project(id, tenant, name.value(), Optional.empty(), source, now);
        if (table.insert(project, name.skeleton()) == 0) {
            throw new Conflict("name_taken", "Another project of the tenant has this name, or one that looks like it.")
                    .asException();
        }
        return project;
    }

    /// @param models absent for no restriction, empty for none
    public Project allow(TenantId tenant, ProjectId id, Optional<ModelNames> models) {
        return database.inTransaction(transaction -> {
            TenantTable rows = transaction.attach(TenantTable.class);
            rows.allow(new ProjectModels(tenant, id, models.map(ModelNames::value)));
            transaction.bump(Tenants.TOPIC);
            return rows.find(tenant, id)
                    .orElseThrow(() -> new NotFound("not_found", "There is no such project.").asException());
        });
    }
}
