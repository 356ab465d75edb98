package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.RefusedException;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.TestDatabase;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What callers see while the network between us and the server fails.
@Timeout(180)
final class DatabaseFaultsTest {
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    private final TestDatabase db = TestDatabase.migrated();
    private final FaultProxy proxy = FaultProxy.before(db.port());
    private final DatabaseAddress address = new DatabaseAddress(
            "jdbc:postgresql://127.0.0.1:" + proxy.port()
                    + db.address().url().substring(db.address().url().lastIndexOf('/')),
            db.address().user(),
            db.address().password());
    private final Database database = Database.open(address, DatabaseSettings.DEFAULTS);
    private final ProbeTable probe = database.attach(ProbeTable.class);

    @AfterEach
    void close() {
        database.close();
        proxy.close();
        db.close();
    }

    @Test
    @Tag("F01")
    void isBackWithinSecondsAfterTheServerIs() {
        awaitAnswer();
        proxy.fault(new FaultProxy.Refuse());
        proxy.resetAll();
        long down = System.nanoTime();
        while (since(down).compareTo(Duration.ofSeconds(4)) < 0) {
            assertThat(database.isReachable()).isFalse();
        }

        proxy.fault(new FaultProxy.None());

        assertThat(awaitAnswer()).isLessThan(RECOVERY);
    }

    @Test
    @Tag("F05")
    void refusesSoonWhenEveryPooledConnectionIsDeadAndRecovers() {
        awaitAnswer();
        proxy.fault(new FaultProxy.BlackHole());
        long start = System.nanoTime();

        assertThatThrownBy(probe::one).isInstanceOf(RefusedException.class);

        assertThat(since(start)).isLessThan(RECOVERY);
        proxy.resetAll();
        proxy.fault(new FaultProxy.None());
        assertThat(awaitAnswer()).isLessThan(RECOVERY);
    }

    @Test
    @Tag("ID50")
    void changesArriveWhileTheNotificationsAreSwallowed() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Changes changes = Changes.open(db.database(), address)) {
            changes.onChange("keys", () -> heard.add("keys"));
            proxy.fault(new FaultProxy.BlackHole());

            db.database().useTransaction(transaction -> transaction.bump("keys"));

            assertThat(heard.poll(RECOVERY.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("keys");
        }
    }

    /// Asks until there is an answer; returns how long that took.
    private Duration awaitAnswer() {
        long start = System.nanoTime();
        Await.until(() -> database.isReachable() && answers());
        return since(start);
    }

    /// It may be reachable and yet have no connection left in time.
    private boolean answers() {
        try {
            return probe.one() == 1;
        } catch (RefusedException notYet) {
            return false;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    interface ProbeTable {
        @SqlQuery("select 1")
        int one();
    }
}
