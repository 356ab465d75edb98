package io.sallyport.database;

import io.sallyport.database.BackupManifest.Partition;
import io.sallyport.database.BackupManifest.Sequence;
import io.sallyport.database.BackupManifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// All our rows as one file, and back. Exists because the embedded server comes without PostgreSQL's own dump programs.
///
/// The file is a zip of a manifest and one COPY text per table, read in one snapshot while the gateway works on.
/// Errors: [BackupException]; a restore that fails leaves the database as empty as it was.
public final class Backup {
    private static final String MANIFEST = "manifest";

    private final DatabaseAddress address;
    private final MigrationFiles files;

    public Backup(DatabaseAddress address, MigrationFiles files) {
        this.address = address;
        this.files = files;
    }

    /// Writes a backup; the stream stays open.
    public void write(OutputStream out) {
        try (Connection connection = Connections.single(address, "backup")) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            BackupManifest manifest = new BackupCatalog(connection).manifest();
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
            for (Table table : manifest.tables()) {
                zip.putNextEntry(new ZipEntry(table.name()));
                copy.copyOut("copy (select " + table.columns() + " from " + table.name() + ") to stdout", zip);
            }
            zip.finish();
        } catch (SQLException | IOException e) {
            throw new BackupException("The backup cannot be written: " + e.getMessage(), e);
        }
    }

    /// Fills an empty database and brings it to the steps of this program.
    public void restore(InputStream in) {
        Migrations migrations = new Migrations(address, files);
        if (!migrations.history().isEmpty()) {
            throw new BackupException("A backup is restored into an empty database, and this one holds our tables.");
        }
        try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals(MANIFEST)) {
                throw new BackupException("This file is no backup of ours.");
            }
            BackupManifest manifest = BackupManifest.parse(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            check(manifest);
            fill(migrations, manifest, zip);
        } catch (IOException e) {
            throw new BackupException("The backup cannot be read: " + e.getMessage(), e);
        }
    }

    private void fill(Migrations migrations, BackupManifest manifest, ZipInputStream zip) {
        try (Connection connection = Connections.single(address, "restore")) {
            migrations.upTo(
                    manifest.steps().isEmpty() ? 0 : manifest.steps().getLast().version());
            connection.setAutoCommit(false);
            load(connection, manifest, zip);
            connection.commit();
            migrations.up();
        } catch (SQLException | IOException | RuntimeException e) {
            migrations.downTo(0);
            throw new BackupException("The backup cannot be restored: " + e.getMessage(), e);
        }
    }

    private static void load(Connection connection, BackupManifest manifest, ZipInputStream zip)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            // Rows that migrations bring along are in the backup, too.
            statement.execute(
                    "truncate " + manifest.tables().stream().map(Table::name).collect(Collectors.joining(", ")));
            for (Partition part : manifest.partitions()) {
                statement.execute("create table if not exists " + part.name() + " partition of " + part.parent() + " "
                        + part.bound());
            }
        }
        // What a trigger made of the rows is in the backup, too.
        triggers(connection, manifest, "disable");
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Table table : manifest.tables()) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null || !entry.getName().equals(table.name())) {
                throw new BackupException("The backup is cut off before table " + table.name() + ".");
            }
            copy.copyIn("copy " + table.name() + " (" + table.columns() + ") from stdin", zip);
        }
        triggers(connection, manifest, "enable");
        try (PreparedStatement set = connection.prepareStatement("select setval(?::regclass, ?)")) {
            for (Sequence sequence : manifest.sequences()) {
                set.setString(1, sequence.name());
                set.setLong(2, sequence.value());
                set.execute();
            }
        }
    }

    private static void triggers(Connection connection, BackupManifest manifest, String verb) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Table table : manifest.tables()) {
                statement.execute("alter table " + table.name() + " " + verb + " trigger user");
            }
        }
    }

    private void check(BackupManifest manifest) {
        List<BackupManifest.Step> known = files.scripts().stream()
                .map(script -> new BackupManifest.Step(script.version(), script.checksum()))
                .toList();
        List<BackupManifest.Step> needed = manifest.steps();
        if (needed.size() > known.size() || !known.subList(0, needed.size()).equals(needed)) {
            throw new BackupException("The backup was made by a newer or another program. Restore it with that one.");
        }
    }
}
