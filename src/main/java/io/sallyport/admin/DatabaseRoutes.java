package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.database.Changes;
import io.sallyport.database.Migrations;
import io.sallyport.door.JsonRoute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The database for operators: the steps of its schema, and that an older state of it is meant.
public final class DatabaseRoutes {
    private final Changes changes;
    private final Migrations migrations;

    public DatabaseRoutes(Changes changes, Migrations migrations) {
        this.changes = changes;
        this.migrations = migrations;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/database/migrations",
                        "List the steps of the schema and when the database took them",
                        MigrationList.class,
                        _ -> new MigrationList(migrations.status().stream()
                                .map(step -> new MigrationView(step.version(), step.name(), step.appliedAt()))
                                .toList())),
                JsonRoute.action(
                        OPERATE,
                        "/admin/api/database/acknowledge",
                        "Say that the database was restored from an older backup on purpose",
                        RestoreAcknowledged.class,
                        _ -> acknowledge()));
    }

    private RestoreAcknowledged acknowledge() {
        boolean older = changes.hasGoneBack();
        changes.acknowledge();
        return new RestoreAcknowledged(older);
    }

    /// All steps, known or applied, in order.
    record MigrationList(List<MigrationView> data) {}

    /// @param appliedAt empty for one that this program knows and the database has not taken
    record MigrationView(int version, String name, Optional<Instant> appliedAt) {}

    /// @param older this instance had seen that the database was older than before
    record RestoreAcknowledged(boolean older) {}
}
