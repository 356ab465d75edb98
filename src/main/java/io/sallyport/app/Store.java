package io.sallyport.app;

import io.sallyport.app.settings.StoreSettings;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.EmbeddedPostgres;
import io.sallyport.database.EmbeddedSettings;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gateway's state: an embedded or an external PostgreSQL, with its schema up to date.
final class Store implements AutoCloseable {
    private final @Nullable EmbeddedPostgres embedded;
    private final DatabaseAddress address;
    private final Database database;
    private final Changes changes;

    private Store(@Nullable EmbeddedPostgres embedded, DatabaseAddress address, StoreSettings settings) {
        this.embedded = embedded;
        this.address = address;
        migrate(address, settings);
        this.database = Database.open(address, settings.pool());
        this.changes = Changes.open(database, address);
    }

    /// Opens the configured database, or starts the embedded one in the data folder.
    ///
    /// Errors: MigrationRefused when the schema does not fit this program.
    static Store open(StoreSettings settings, Path dataFolder) {
        Optional<DatabaseAddress> external = settings.address();
        if (external.isPresent()) {
            return new Store(null, external.get(), settings);
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(EmbeddedSettings.in(dataFolder));
        try {
            return new Store(embedded, embedded.address(), settings);
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    private static void migrate(DatabaseAddress address, StoreSettings settings) {
        Migrations migrations = new Migrations(address, MigrationFiles.shipped());
        if (settings.runMigrations()) {
            migrations.up();
        }
        migrations.requireCurrent();
    }

    Database database() {
        return database;
    }

    DatabaseAddress address() {
        return address;
    }

    Changes changes() {
        return changes;
    }

    @Override
    public void close() {
        changes.close();
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
