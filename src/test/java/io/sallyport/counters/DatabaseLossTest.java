package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.DatabaseSettings;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
@Tag("DD-18")
final class DatabaseLossTest {
    /// Slow machines may be slow; only what swallows everything is waited for in vain.
    private static final DatabaseSettings PATIENT = new DatabaseSettings(
            2, 0, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final TestDatabase db = TestDatabase.migrated();
    private final FaultProxy network = FaultProxy.before(db.port());
    private final Database database = Database.open(throughNetwork(), PATIENT);
    private final GuardedCounters counters =
            GuardedCounters.overDatabase(database.attach(CounterTable.class), Clock.systemUTC());

    @AfterEach
    void close() {
        counters.close();
        database.close();
        network.close();
        db.close();
    }

    @Test
    void decidesOnItsShareWhileTheDatabaseIsSilentAndSharesAgainAfterwards() {
        CounterWindow window = StoreContract.window(CounterId.of("rpm"));
        awaitShared();
        counters.take(window, 100, 60);
        network.fault(new FaultProxy.BlackHole());

        long start = System.nanoTime();
        long alone = counters.take(window, 100, 1_000);
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        boolean noticed = !counters.state().shared();
        network.resetAll();
        network.fault(new FaultProxy.None());
        awaitShared();

        assertThat(alone).isEqualTo(40);
        assertThat(waited).isLessThan(Duration.ofSeconds(40));
        assertThat(noticed).isTrue();
        assertThat(counters.isOverRedis()).isFalse();
        assertThat(counters.take(window, 100, 1_000)).isEqualTo(40);
    }

    private void awaitShared() {
        Await.until(() -> counters.state().shared());
    }

    private DatabaseAddress throughNetwork() {
        String url = db.address().url();
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + network.port() + url.substring(url.lastIndexOf('/')),
                db.address().user(),
                db.address().password());
    }
}
