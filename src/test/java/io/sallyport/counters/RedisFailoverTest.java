package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Secret;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.TestRedis;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A master that dies, and the Sentinel that makes its replica the next one.
@Timeout(180)
@Tag("LI2")
@Tag("F13")
final class RedisFailoverTest {
    private final TestRedis master = TestRedis.start();
    private final TestRedis replica = TestRedis.startReplicaOf(master);
    private final TestRedis sentinel = TestRedis.startSentinelOf(master);
    private final GuardedCounters counters = GuardedCounters.overRedis(
            new RedisAddress(Secret.of("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#main")),
            new RedisSettings(Optional.empty(), "moved:", RedisSettings.MOST_TIMEOUT),
            () -> 1,
            Clock.systemUTC());

    @AfterEach
    void close() {
        counters.close();
        sentinel.close();
        replica.close();
        master.close();
    }

    @Test
    void goesOnCountingOnTheNewMaster() {
        CounterWindow window = StoreContract.window(CounterId.of("rpm"));
        awaitShared();
        counters.take(window, 100, 60);
        Await.until(() -> master.command("WAIT", "1", "1000").contains(":1"));
        // Nobody makes the replica the master before it was noticed that there is none.
        downAfter("600000");

        master.kill();
        long alone = counters.take(StoreContract.window(CounterId.of("tpm")), 100, 1_000);
        Await.until(() -> !counters.state().shared());
        downAfter("500");
        awaitShared();

        assertThat(alone).isEqualTo(100);
        assertThat(counters.take(window, 100, 100)).isEqualTo(40);
        assertThat(replica.command("ROLE")).contains("master");
    }

    private void downAfter(String millis) {
        sentinel.command("SENTINEL", "SET", "main", "down-after-milliseconds", millis);
    }

    private void awaitShared() {
        Await.until(() -> counters.state().shared());
    }
}
