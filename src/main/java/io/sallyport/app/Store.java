package io.sallyport.app;

import io.sallyport.app.settings.StoreSettings;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.EmbeddedPostgres;
import io.sallyport.database.EmbeddedSettings;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import io.sallyport.database.Unreachable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's state: an embedded or an external PostgreSQL, with its schema up to date.
final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(10);

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
        awaitConnection(database);
        this.reports = Database.openForReading(address, settings.reports());
        this.changes = Changes.open(database, address, dataFolder);
    }

    /// A busy server may need longer for its first connections than a call may wait for one.
    private static void awaitConnection(Database database) {
        long end = System.nanoTime() + FIRST_CONNECTION.toNanos();
        while (!database.isReachable() && System.nanoTime() < end) {
            // Asking has waited as long as a call may wait.
        }
    }

    /// Opens the configured database, or starts the embedded one in the data folder.
    ///
    /// Errors: MigrationRefused when the schema does not fit this program.
    static Store open(StoreSettings settings, Path dataFolder) {
        Optional<DatabaseAddress> external = settings.address();
        if (external.isPresent()) {
            return new Store(null, external.get(), settings, dataFolder);
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(EmbeddedSettings.in(dataFolder));
        try {
            return new Store(embedded, embedded.address(), settings, dataFolder);
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    /// Opens the store, and waits for an external database that cannot be reached yet.
    ///
    /// Errors: as [#open(StoreSettings, Path)]; whatever is not a matter of reaching the server is not waited
    /// for.
    static Store openPatiently(StoreSettings settings, Path dataFolder) {
        while (true) {
            try {
                return open(settings, dataFolder);
            } catch (RuntimeException e) {
                if (settings.address().isEmpty() || !Unreachable.causes(e)) {
                    throw e;
                }
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("database_unreachable");
                LockSupport.parkNanos(PATIENCE.toNanos());
            }
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
