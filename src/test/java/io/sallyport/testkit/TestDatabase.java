package io.sallyport.testkit;

import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.DatabaseSettings;
import io.sallyport.database.EmbeddedPostgres;
import io.sallyport.database.EmbeddedSettings;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A fresh database on the one server of this test JVM, usually the embedded one. Each call gets its own, so
/// tests cannot meet.
///
/// The environment variable `SALLYPORT_TEST_DATABASE` names another server by the `postgres://` address of a
/// superuser, so that the tests can be run on every version we promise.
///
/// `try (TestDatabase db = TestDatabase.migrated()) { ... db.database().attach(KeyTable.class) ... }`
public final class TestDatabase implements AutoCloseable {
    /// Slow machines may be slow; the limits of production are tested where they belong.
    public static final DatabaseSettings SETTINGS = new DatabaseSettings(
            10, 0, Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofSeconds(30));

    private static final String GIVEN = "SALLYPORT_TEST_DATABASE";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final DatabaseAddress address;
    private final Database database;

    private TestDatabase(String name) {
        this.name = name;
        this.address = Server.RUNNING.address().withDatabase(name);
        this.database = Database.open(address, SETTINGS);
    }

    /// A database with the whole schema and no rows.
    public static TestDatabase migrated() {
        return new TestDatabase(Server.RUNNING.copyOf(Template.NAME));
    }

    /// A database without any schema.
    public static TestDatabase empty() {
        return new TestDatabase(Server.RUNNING.copyOf("template1"));
    }

    public Database database() {
        return database;
    }

    public DatabaseAddress address() {
        return address;
    }

    /// Where its server listens, for a faulty network before it.
    public int port() {
        return URI.create(address.url().substring("jdbc:".length())).getPort();
    }

    /// Runs one statement as it is, to set a scene.
    public void execute(String sql) {
        run(address, sql);
    }

    /// The rows of one query as texts, nulls as empty ones.
    public List<List<String>> rows(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        address.url(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to sallyport");
            ResultSet result = statement.executeQuery(sql);
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(Objects.requireNonNullElse(result.getString(i), ""));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// The one number that a query tells.
    public long number(String sql) {
        return Long.parseLong(rows(sql).getFirst().getFirst());
    }

    /// Drops it, too: hundreds of them would be many thousand files to delete at the end of the run.
    @Override
    public void close() {
        database.close();
        Server.RUNNING.drop(name);
    }

    private static void run(DatabaseAddress address, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        address.url(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to sallyport");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// The server, found or started by the first test that needs it.
    ///
    /// @param stop what follows the last test
    private record Server(DatabaseAddress address, Queue<String> made, Runnable stop) {
        static final Server RUNNING = start();

        static Server start() {
            Server server = Optional.ofNullable(System.getenv(GIVEN))
                    .map(url -> new Server(DatabaseAddress.parse(url), new ConcurrentLinkedQueue<>(), () -> {}))
                    .orElseGet(Server::embedded);
            Runtime.getRuntime().addShutdownHook(new Thread(server::end));
            return server;
        }

        private static Server embedded() {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                Path folder = Files.createTempDirectory(target, "database");
                // A vacuum at work in a database would keep it from being dropped.
                Map<String, String> quick = Map.of(
                        "fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "autovacuum", "off");
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(new EmbeddedSettings(folder, target.resolve("postgres"), quick));
                return new Server(postgres.address(), new ConcurrentLinkedQueue<>(), () -> stop(postgres, folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String copyOf(String template) {
            return make("test_" + COUNT.incrementAndGet(), " template " + template + " strategy file_copy");
        }

        /// The process number keeps runs apart that share a server.
        String make(String purpose, String how) {
            String name = purpose + "_" + ProcessHandle.current().pid();
            run(address, "create database " + name + how);
            made.add(name);
            return name;
        }

        void drop(String name) {
            run(address, "drop database if exists " + name + " with (force)");
            made.remove(name);
        }

        private void end() {
            if (System.getenv(GIVEN) != null) {
                made.forEach(this::drop);
            }
            stop.run();
        }

        private static void stop(EmbeddedPostgres postgres, Path folder) {
            postgres.close();
            try (Stream<Path> walk = Files.walk(folder)) {
                List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The migrated database that others are copied from; a copy costs less than the migrations.
    private static final class Template {
        static final String NAME = make();

        private static String make() {
            String name = Server.RUNNING.make("template_migrated", "");
            new Migrations(Server.RUNNING.address().withDatabase(name), MigrationFiles.shipped()).up();
            return name;
        }
    }
}
