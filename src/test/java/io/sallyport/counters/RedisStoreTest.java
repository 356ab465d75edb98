package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Secret;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.sallyport.testkit.TestRedis#programs")
@Tag("LI2")
final class RedisStoreTest implements StoreContract {
    /// Slow machines may be slow; what happens in time is tested where it belongs.
    private static final RedisSettings PATIENT =
            new RedisSettings(Optional.empty(), "test:", RedisSettings.MOST_TIMEOUT);

    private final Map<String, CounterStore> instances = new HashMap<>();
    private final TestRedis redis;

    RedisStoreTest(Path program) {
        this.redis = TestRedis.start(program);
    }

    @AfterEach
    void close() {
        instances.values().forEach(CounterStore::close);
        redis.close();
    }

    @Override
    public CounterStore instance(String instance) {
        return instances.computeIfAbsent(instance, name -> {
            RedisStore store = new RedisStore(redis.address(), PATIENT, name, Clock.systemUTC());
            store.connect();
            return store;
        });
    }

    @Override
    public void outlive(String instance) {
        redis.command("ZADD", "test:instances", "1", instance);
    }

    @Override
    public void empty() {
        redis.command("FLUSHALL");
    }

    @Test
    @Tag("F15")
    void leavesNoKeyThatStaysForEver() {
        CounterStore store = instance("a");
        store.beat();
        store.take(StoreContract.window(ID), 10, 3);
        store.giveBack(StoreContract.window(ID), 1);
        store.hold(ID, 10, 0, 3);

        List<String> keys = redis.keys("test:");

        assertThat(keys).hasSize(3);
        assertThat(keys)
                .allSatisfy(key -> assertThat(Long.parseLong(
                                redis.command("PTTL", key).getFirst().substring(1)))
                        .isPositive());
    }

    @Test
    @Tag("F17")
    void namesKeysByTheirPrefixAndHexadecimalDigits() {
        CounterStore store = instance("a");

        store.take(StoreContract.window(CounterId.of("{tenant}\r\nFLUSHALL\r\n", "a:b*?")), 10, 1);

        assertThat(redis.keys("test:")).singleElement().asString().matches("test:window:[0-9a-f]{32}:[0-9]{13}");
    }

    @Test
    @Tag("F13")
    void sendsScriptsWholeWhereTheirDigestIsRefused() {
        redis.command("ACL", "SETUSER", "default", "-evalsha", "-script");
        CounterWindow window = StoreContract.window(ID);

        assertThat(instance("a").take(window, 10, 7)).isEqualTo(7);
        assertThat(instance("a").take(window, 10, 7)).isEqualTo(3);
    }

    @Test
    void needsNoMoreRightsThanTheGuideSays() throws IOException {
        String rights = Files.readAllLines(Path.of("docs/guides/redis.md")).stream()
                .filter(line -> line.startsWith("ACL SETUSER"))
                .findFirst()
                .orElseThrow();
        redis.command(rights.split(" "));
        RedisStore store = new RedisStore(
                new RedisAddress(Secret.of("redis://sallyport:password@127.0.0.1:" + redis.port())),
                new RedisSettings(Optional.empty(), "sallyport:", RedisSettings.MOST_TIMEOUT),
                "named",
                Clock.systemUTC());
        instances.put("named", store);

        assertThat(store.beat().instances()).isEqualTo(1);
        assertThat(store.take(StoreContract.window(ID), 10, 7)).isEqualTo(7);
        store.giveBack(StoreContract.window(ID), 1);
        assertThat(store.hold(ID, 10, 0, 1)).isEqualTo(1);
        assertThat(store.hold(ID, 10, 0, 0)).isZero();
        store.leave();
        assertThat(redis.command("ACL", "LOG")).containsExactly("*0");
    }

    @Test
    @Tag("F13")
    void saysThatScriptsAreRefused() {
        CounterStore store = instance("a");
        redis.command("ACL", "SETUSER", "default", "-@scripting");

        assertThatThrownBy(() -> store.take(StoreContract.window(ID), 10, 1))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("refuses scripts");
    }

    @Test
    @Tag("F13")
    void saysThatAReplicaTakesNoWrites() {
        CounterStore store = instance("a");
        store.beat();
        redis.command("REPLICAOF", "127.0.0.1", "1");

        assertThatThrownBy(() -> store.take(StoreContract.window(ID), 10, 1))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("is a replica and takes no writes");
    }

    @Test
    @Tag("F13")
    void saysThatThePasswordIsRefused() {
        redis.command("CONFIG", "SET", "requirepass", "4711");
        CounterStore store = new RedisStore(redis.address(), PATIENT, "stranger", Clock.systemUTC());
        instances.put("stranger", store);

        assertThatThrownBy(store::beat).isInstanceOf(StoreUnavailable.class).hasMessage("wants a password");
    }

    @Test
    @Tag("F13")
    void saysThatNobodyIsThere() {
        CounterStore store = new RedisStore(TestRedis.addressAt(1), PATIENT, "lonely", Clock.systemUTC());
        instances.put("lonely", store);

        assertThatThrownBy(store::beat).isInstanceOf(StoreUnavailable.class).hasMessage("cannot be reached");
        assertThatThrownBy(() -> store.take(StoreContract.window(ID), 10, 1))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("is not connected");
    }

    @Test
    @Tag("DD-19")
    void waitsOnlySoLongForAnAnswer() {
        RedisSettings hasty = new RedisSettings(Optional.empty(), "test:", Duration.ofMillis(500));
        RedisStore store = new RedisStore(redis.address(), hasty, "hasty", Clock.systemUTC());
        instances.put("hasty", store);
        Await.until(() -> isConnected(store));
        redis.freeze();

        long start = System.nanoTime();
        assertThatThrownBy(() -> store.take(StoreContract.window(ID), 10, 1)).hasMessage("does not answer in time");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    private static boolean isConnected(RedisStore store) {
        try {
            store.connect();
            return true;
        } catch (StoreUnavailable tooSlow) {
            return false;
        }
    }
}
