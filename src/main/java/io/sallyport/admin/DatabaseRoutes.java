package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.database.Changes;
import io.sallyport.door.JsonRoute;
import java.util.List;

/// The database for operators: that an older state of it is meant.
public final class DatabaseRoutes {
    private final Changes changes;

    public DatabaseRoutes(Changes changes) {
        this.changes = changes;
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.action(
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

    /// @param older this instance had seen that the database was older than before
    record RestoreAcknowledged(boolean older) {}
}
