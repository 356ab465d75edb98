package io.sallyport.app;

import io.sallyport.app.settings.StoreSettings;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.EmbeddedPostgres;
import io.sallyport.database.EmbeddedSettings;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import io.sallyport.database.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gateway's state: an embedded or an external PostgreSQL, with its schema up to date.
final class Store implements AutoCloseable {
    private static final Duration EMBEDDED = Duration.ofMinutes(1);

    private final @Nullable EmbeddedPostgres embedded;
    private final Migrations migrations;
    private final Database database;
    private final Database reports;
    private final Changes changes;

    private Store(
            @Nullable EmbeddedPostgres embedded, DatabaseAddress address, StoreSettings settings, Path dataFolder) {
        this.embedded = embedded;
        this.migrations = new Migrations(address, MigrationFiles.shipped());
        migrate(settings);
        this.database = Database.open(address, settings.pool());
        this.reports = Database.openForReading(address, settings.reports());
        this.changes = Changes.open(database, address, dataFolder);
    }

    /// How long a start waits for each answer of its database.
    ///
    /// An external one may be started after the gateway. The embedded one is started by it, and somebody else
    /// has to look when that is of no use.
    static Patience patience(StoreSettings settings) {
        return settings.address().isPresent() ? Patience.endless() : Patience.of(EMBEDDED);
    }

    /// Opens the configured database, or starts the embedded one in the data folder.
    ///
    /// Errors: MigrationRefused when the schema does not fit this program.
    static Store open(StoreSettings settings, Path dataFolder) {
        Optional<DatabaseAddress> external = settings.address();
        if (external.isPresent()) {
            return Patience.ask(() -> new Store(null, external.get(), settings, dataFolder));
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(EmbeddedSettings.in(dataFolder));
        try {
            return Patience.ask(() -> new Store(embedded, embedded.address(), settings, dataFolder));
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    private void migrate(StoreSettings settings) {
        if (settings.runMigrations()) {
            migrations.up();
        }
        migrations.requireCurrent();
    }

    Database database() {
        return database;
    }

    /// The same rows, for reports: read only, over connections that no call needs.
    Database reports() {
        return reports;
    }

    /// The steps of its schema.
    Migrations migrations() {
        return migrations;
    }

    Changes changes() {
        return changes;
    }

    @Override
    public void close() {
        changes.close();
        reports.close();
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
