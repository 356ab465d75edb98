package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DatabaseTest {
    private static final DatabaseSettings IMPATIENT = new DatabaseSettings(
            2, 0, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMillis(250), Duration.ofMillis(200));

    @Test
    @Tag("F01")
    void opensWithoutAServerAndRefusesUntilThereIsOne() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        DatabaseAddress nowhere =
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + closedPort + "/x", "x", Secret.of("x"));

        try (Database database = Database.open(nowhere, IMPATIENT)) {
            assertThat(database.isReachable()).isFalse();
            assertUnavailable(() -> database.attach(ProbeTable.class).one());
        }
    }

    @Test
    void writesNothingWhenItWasOpenedForReading() {
        try (TestDatabase db = TestDatabase.empty();
                Database reading = Database.openForReading(db.address(), DatabaseSettings.REPORTS)) {
            ProbeTable probe = reading.attach(ProbeTable.class);

            assertThat(probe.one()).isEqualTo(1);
            assertUnavailable(probe::write);
        }
    }

    @Test
    @Tag("F05")
    void refusesSoonWhenTheServerSwallowsEverything() throws IOException {
        try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Database database = Database.open(
                        new DatabaseAddress(
                                "jdbc:postgresql://127.0.0.1:" + blackHole.getLocalPort() + "/x", "x", Secret.of("x")),
                        IMPATIENT)) {
            long start = System.nanoTime();

            assertUnavailable(() -> database.attach(ProbeTable.class).one());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    @Tag("F05")
    void endsAStatementThatTakesTooLong() {
        try (TestDatabase db = TestDatabase.empty();
                Database database = Database.open(db.address(), IMPATIENT)) {
            assertUnavailable(() -> database.attach(ProbeTable.class).slow());
        }
    }

    @Test
    void refusesWhenAllConnectionsAreBusy() throws SQLException {
        try (TestDatabase db = TestDatabase.empty();
                Database database = Database.open(db.address(), IMPATIENT)) {
            ProbeTable probe = database.attach(ProbeTable.class);

            try (Connection first = opened(database);
                    Connection second = opened(database)) {
                assertThat(first).isNotSameAs(second);
                assertUnavailable(probe::one);
            }

            Await.until(database::isReachable);
        }
    }

    /// A connection from an impatient pool, however long the server takes for it.
    private static Connection opened(Database database) {
        return Await.answer(() -> tried(database), Optional::isPresent).orElseThrow();
    }

    private static Optional<Connection> tried(Database database) {
        try {
            return Optional.of(database.connection());
        } catch (SQLException notYet) {
            return Optional.empty();
        }
    }

    @Test
    void tableObjectsJoinTheTransactionOfTheirThread() {
        try (TestDatabase db = TestDatabase.empty()) {
            ProbeTable probe = db.database().attach(ProbeTable.class);

            List<Long> transactions = db.database()
                    .inTransaction(transaction ->
                            List.of(transaction.attach(ProbeTable.class).transaction(), probe.transaction()));

            assertThat(transactions.getFirst()).isEqualTo(transactions.getLast());
        }
    }

    @Test
    void keepsNothingOfARehearsal() {
        try (TestDatabase db = TestDatabase.migrated()) {
            List<String> takenOver = new ArrayList<>();
            Database database = db.database();

            long inside = database.rehearse(transaction -> {
                transaction.bump("probe", () -> takenOver.add("rehearsed"));
                return versions(database);
            });

            assertThat(inside).isEqualTo(1);
            assertThat(versions(database)).isZero();
            assertThat(takenOver).isEmpty();
        }
    }

    @Test
    void takesOverOnceWhatTheWholeTransactionChanged() {
        try (TestDatabase db = TestDatabase.migrated()) {
            List<Long> seen = new ArrayList<>();
            Database database = db.database();

            database.useTransaction(_ -> {
                database.useTransaction(inner -> inner.bump("probe", () -> seen.add(-1L)));
                database.useTransaction(inner -> inner.bump("probe", () -> seen.add(versions(database))));
                assertThat(seen).isEmpty();
            });

            assertThat(seen).containsExactly(1L);
        }
    }

    private static long versions(Database database) {
        return database.attach(Changes.VersionTable.class).all().stream()
                .filter(version -> version.topic().equals("probe"))
                .count();
    }

    @Test
    void keepsArgumentsOutOfItsMessages() {
        try (TestDatabase db = TestDatabase.empty()) {
            ProbeTable probe = db.database().attach(ProbeTable.class);

            assertThatThrownBy(() -> probe.broken("s3cret"))
                    .extracting(DatabaseTest::allMessages)
                    .asInstanceOf(InstanceOfAssertFactories.STRING)
                    .contains("nowhere")
                    .doesNotContain("s3cret");
        }
    }

    private static void assertUnavailable(Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo("state_store_unavailable");
    }

    private static String allMessages(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(String::valueOf)
                .reduce("", String::concat);
    }

    interface ProbeTable {
        @SqlUpdate("create table note (id int)")
        void write();

        @SqlQuery("select 1")
        int one();

        @SqlQuery("select txid_current()")
        long transaction();

        @SqlQuery("select 1 from pg_sleep(20)")
        int slow();

        @SqlQuery("select nonsense from nowhere where x = :secret")
        int broken(String secret);
    }
}
