package io.sallyport.database;

import java.time.Instant;
import java.util.Optional;

/// One step of the schema, as an operator sees it.
///
/// @param version the number its file starts with
/// @param appliedAt when this database took the step, empty while it has not
public record MigrationStep(int version, String name, Optional<Instant> appliedAt) {

    public boolean isPending() {
        return appliedAt.isEmpty();
    }
}
