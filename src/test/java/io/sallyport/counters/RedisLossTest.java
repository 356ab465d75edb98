package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.TestRedis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F13")
@Tag("DD-18")
final class RedisLossTest {
    private static final CounterId ID = CounterId.of("rpm", "tenant");

    private final Clock clock = Clock.systemUTC();
    private final TestRedis redis = TestRedis.start();
    private final FaultProxy network = FaultProxy.before(redis.port());
    private final List<GuardedCounters> instances = new ArrayList<>();

    @AfterEach
    void close() {
        instances.forEach(GuardedCounters::close);
        network.close();
        redis.close();
    }

    @Test
    void decidesAtOnceWhileRedisIsFrozenAndSharesAgainAfterwards() {
        GuardedCounters one = instance(Duration.ofMillis(50));
        GuardedCounters two = instance(Duration.ofMillis(50));
        Await.until(() -> isOneOfTwo(one) && isOneOfTwo(two));
        redis.freeze();

        Instant start = clock.instant();
        long granted = one.take(window(), 100, 100);
        Duration waited = Duration.between(start, clock.instant());
        long second = two.take(window(), 100, 100);

        assertThat(granted).isBetween(1L, 50L);
        assertThat(second).isBetween(1L, 50L);
        assertThat(waited).isLessThan(Duration.ofSeconds(30));
        SharingState alone = Await.answer(
                () -> {
                    one.take(window(), 100, 1);
                    return one.state();
                },
                state -> !state.shared());
        assertThat(alone.shared()).isFalse();
        assertThat(alone.reason()).isEqualTo("does not answer in time");
        redis.thaw();
        Await.until(() -> one.state().shared());
    }

    private static boolean isOneOfTwo(GuardedCounters counters) {
        return counters.state().shared() && counters.instances() == 2;
    }

    @Test
    @Tag("F15")
    void goesOnAfterRedisCameBackEmpty() {
        GuardedCounters one = instance(RedisSettings.MOST_TIMEOUT);
        Await.until(() -> one.state().shared());
        one.takeSlots(ID, 10, 4);
        one.take(window(), 100, 60);

        redis.kill();
        Await.until(() -> !one.state().shared());
        long alone = one.take(window(), 100, 100);
        redis.startAgain();
        Await.until(() -> one.state().shared());
        Await.until(() -> redis.keys("lost:slots:").size() == 1);

        assertThat(alone).isEqualTo(40);
        assertThat(one.take(window(), 100, 1_000)).isEqualTo(100);
        assertThat(one.take(window(), 100, 1_000)).isZero();
        assertThat(redis.command("HVALS", redis.keys("lost:slots:").getFirst())).contains("4");
    }

    @Test
    void startsWithoutRedisAndFindsItLater() {
        redis.kill();
        GuardedCounters one = instance(Duration.ofSeconds(2));

        long alone = one.take(window(), 100, 1_000);
        redis.startAgain();
        Await.until(() -> one.state().shared());

        assertThat(alone).isEqualTo(100);
        assertThat(one.roundTrip()).isPresent();
    }

    @Test
    void findsANewServerBehindAConnectionThatNeverAnswers() {
        GuardedCounters one = instance(network.port(), Duration.ofMillis(50));
        Await.until(() -> one.state().shared());

        network.fault(new FaultProxy.BlackHole());
        one.take(window(), 100, 1);
        Await.until(() -> network.accepted() > 1);
        network.fault(new FaultProxy.None());

        Await.until(() -> one.state().shared());
        assertThat(one.take(window(), 100, 7)).isEqualTo(7);
    }

    @Test
    @Tag("H11")
    @Tag("NOOVER")
    void spendsTheWholeCapOverThreeInstancesAndNotOneMore() throws Exception {
        for (int i = 0; i < 3; i++) {
            instance(RedisSettings.MOST_TIMEOUT);
        }
        CounterWindow window = window();
        List<Future<Long>> uses = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) {
                GuardedCounters counters = instances.get(i % 3);
                uses.add(threads.submit(() -> {
                    long used = 0;
                    for (long slice = counters.take(window, 5_000, 9); slice > 0; ) {
                        counters.giveBack(window, slice / 4);
                        used += slice - slice / 4;
                        slice = counters.take(window, 5_000, 9);
                    }
                    return used;
                }));
            }
        }

        long sum = 0;
        for (Future<Long> use : uses) {
            sum += use.get();
        }
        assertThat(instances).allMatch(counters -> counters.localDecisions() == 0);
        assertThat(sum).isEqualTo(5_000);
    }

    private GuardedCounters instance(Duration timeout) {
        return instance(redis.port(), timeout);
    }

    private GuardedCounters instance(int port, Duration timeout) {
        GuardedCounters counters = GuardedCounters.overRedis(
                TestRedis.addressAt(port), new RedisSettings(Optional.empty(), "lost:", timeout), () -> 1, clock);
        instances.add(counters);
        return counters;
    }

    private CounterWindow window() {
        long start = clock.instant().getEpochSecond() / 3_600 * 3_600;
        return new CounterWindow(ID, Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + 7_200));
    }
}
