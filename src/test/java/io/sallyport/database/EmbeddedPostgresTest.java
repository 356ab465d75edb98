package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Secret;
import io.sallyport.testkit.JavaProgram;
import io.sallyport.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("DB13")
@Timeout(240)
final class EmbeddedPostgresTest {
    private static final Path PROGRAMS = Path.of("target/postgres");

    @TempDir
    private Path folder;

    @Test
    void keepsItsRowsAndItsPasswordOverARestart() throws SQLException, IOException {
        try (EmbeddedPostgres first = start()) {
            query(first.address(), "create table kept as select 42 as answer");
        }

        try (EmbeddedPostgres second = start()) {
            assertThat(query(second.address(), "select answer from kept")).isEqualTo("42");
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("database.password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void letsNobodyInWithoutThePasswordAndNobodyIsSuperuser() throws SQLException {
        try (EmbeddedPostgres postgres = start()) {
            DatabaseAddress ours = postgres.address();
            DatabaseAddress guess = new DatabaseAddress(ours.url(), ours.user(), Secret.of("guess"));

            assertThatThrownBy(() -> query(guess, "select 1")).hasMessageContaining("password authentication failed");
            assertThat(query(ours, "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
            assertThat(query(ours, "show fsync")).isEqualTo("on");
            assertThat(query(ours, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void startsTheServerAgainWhenItDies()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        try (EmbeddedPostgres postgres = start()) {
            ProcessHandle server = server();
            server.destroyForcibly();
            server.onExit().get(1, TimeUnit.MINUTES);

            assertThat(queryWhenReady(postgres.address(), "select 1")).isEqualTo("1");
            assertThat(postgres.isRunning()).isTrue();
            assertThat(postgres.restarts()).isEqualTo(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void diesWithAGatewayThatIsKilled()
            throws IOException, InterruptedException, ExecutionException, TimeoutException, SQLException {
        Process gateway = gatewayInItsOwnProcess();
        ProcessHandle server = server();

        gateway.destroyForcibly().waitFor();
        server.onExit().get(1, TimeUnit.MINUTES);

        assertThat(server.isAlive()).isFalse();
        try (EmbeddedPostgres next = start()) {
            assertThat(query(next.address(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesASecondGatewayOnTheSameFolder() throws IOException, InterruptedException {
        Process gateway = gatewayInItsOwnProcess();

        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("in use by another gateway (process " + gateway.pid() + ")");

        gateway.destroyForcibly().waitFor();
    }

    @Test
    void stopsAServerThatAnEarlierRunLeftBehind() throws IOException, SQLException {
        start().close();
        Path password = folder.resolve("database.password");
        Process orphan = cluster().start(Ports.free(), List.of());
        waitUntilReady(orphan);

        try (EmbeddedPostgres postgres = start()) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(query(postgres.address(), "select 1")).isEqualTo("1");
        }
        assertThat(password).exists();
    }

    @Test
    void leavesAStrangerAloneThatGotTheOldProcessNumber() throws IOException, SQLException {
        start().close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        Files.writeString(folder.resolve("database/postmaster.pid"), stranger.pid() + "\n" + folder + "\n");

        try (EmbeddedPostgres postgres = start()) {
            assertThat(query(postgres.address(), "select 1")).isEqualTo("1");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() {
        EmbeddedSettings wrong = new EmbeddedSettings(folder, PROGRAMS, Map.of("shared_buffers", "much"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(wrong))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("shared_buffers");
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(new EmbeddedSettings(folder, PROGRAMS, Map.of()));
    }

    private Cluster cluster() {
        return new Cluster(
                folder, Programs.unpacked(PROGRAMS.toAbsolutePath()), Launch.choose(folder.resolve("database.lock")));
    }

    private void waitUntilReady(Process server) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!cluster().isReady(server.pid()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /// A gateway that only holds the embedded server, until it is killed.
    private Process gatewayInItsOwnProcess() throws IOException {
        Process process = JavaProgram.of(Gateway.class, folder.toString(), PROGRAMS.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.equals(Gateway.READY)) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo(Gateway.READY);
        return process;
    }

    private ProcessHandle server() {
        try {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("database/postmaster.pid"))
                    .getFirst()
                    .trim());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String queryWhenReady(DatabaseAddress address, String sql) throws SQLException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                return query(address, sql);
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private static String query(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        address.url(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /// The program of the second process.
    static final class Gateway {
        static final String READY = "embedded server is ready";

        private Gateway() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(
                    new EmbeddedSettings(Path.of(arguments[0]), Path.of(arguments[1]), Map.of()))) {
                System.out.println(postgres.isRunning() ? READY : "embedded server is down");
                Thread.currentThread().join();
            }
        }
    }
}
