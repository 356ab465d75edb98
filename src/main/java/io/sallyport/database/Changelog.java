package io.sallyport.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// The steps one database has taken: the table of MyBatis Migrations plus checksum and down part of each step.
///
/// The down part is kept so that a program can undo steps that are newer than itself.
final class Changelog {
    static final String TABLE = Connections.SCHEMA + ".changelog";
    /// Any number will do as long as all our programs use the same: the letters "sallyprt" in ASCII.
    private static final long LOCK = 0x73616c6c79707274L;

    static final String CREATE = """
            create schema if not exists %1$s;
            create table if not exists %1$s.changelog (
              id numeric(20,0) primary key,
              applied_at varchar(25) not null,
              description varchar(255) not null,
              applied timestamptz not null default now(),
              checksum text,
              undo text
            );
            """.formatted(Connections.SCHEMA);

    private final Connection connection;

    Changelog(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /// Waits until no other instance migrates; the lock ends with the transaction.
    void lock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    /// Makes the table when this database has never been migrated.
    void create() throws SQLException {
        if (!exists()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(CREATE);
            }
        }
    }

    boolean exists() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, TABLE);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /// Applied steps, oldest first.
    List<Applied> applied() throws SQLException {
        if (!exists()) {
            return List.of();
        }
        List<Applied> applied = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id, description, applied, checksum, undo from " + TABLE + " order by id")) {
            while (rows.next()) {
                applied.add(new Applied(
                        rows.getInt("id"),
                        rows.getString("description"),
                        rows.getObject("applied", OffsetDateTime.class).toInstant(),
                        rows.getString("checksum"),
                        rows.getString("undo")));
            }
        }
        return applied;
    }

    /// The statement that notes a step as applied, for a script that runs without us.
    static String record(MigrationScript script) {
        return """
                insert into changelog (id, applied_at, description, checksum, undo)
                values (%s, to_char(now(), 'YYYY-MM-DD HH24:MI:SS'), '%s', '%s', $undo$%s$undo$);
                """.formatted(script.version(), script.name(), script.checksum(), script.undo());
    }

    /// Adds to the row the library wrote what the library does not know.
    void complete(MigrationScript script) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update " + TABLE + " set checksum = ?, undo = ? where id = ?")) {
            statement.setString(1, script.checksum());
            statement.setString(2, script.undo());
            statement.setInt(3, script.version());
            statement.executeUpdate();
        }
    }

    /// One step this database has taken.
    record Applied(int version, String name, Instant at, String checksum, String undo) {

        boolean letsOlderProgramsWork() {
            return MigrationScript.letsOlderProgramsWork(undo);
        }
    }
}
