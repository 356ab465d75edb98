package io.sallyport.limit;

import static io.sallyport.limit.LimitFixture.caller;
import static io.sallyport.limit.LimitFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.counters.CounterTable;
import io.sallyport.counters.GuardedCounters;
import io.sallyport.counters.RedisSettings;
import io.sallyport.identity.Caller;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.LimitStatus.Line;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.TestRedis;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What several instances let through together: rates, and what their headers say.
@Tag("H11")
@Tag("NOOVER")
@Timeout(60)
final class SharedRatesTest {
    private static final int PER_MINUTE = 300;
    private static final int CALLERS_PER_INSTANCE = 4;
    private static final Caller CALLER = caller("t", "k");
    /// A server that is only slow does not leave the instances to their own shares.
    private static final RedisSettings PATIENT =
            new RedisSettings(Optional.empty(), "sallyport:", RedisSettings.MOST_TIMEOUT);

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = LimitFixture.clock();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void holdsARateOverInstancesThatShareTheDatabase(int count) {
        CounterTable table = database.database().attach(CounterTable.class);
        List<LimitFixture> instances = instances(count, () -> GuardedCounters.overDatabase(table, clock), rate());

        int accepted = demand(instances, Optional.empty());

        assertThat(accepted).isBetween(PER_MINUTE * 99 / 100, PER_MINUTE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void holdsARateOverInstancesThatShareRedis(int count) {
        TestRedis redis = TestRedis.start();
        open.add(redis);
        List<LimitFixture> instances =
                instances(count, () -> GuardedCounters.overRedis(redis.address(), PATIENT, () -> count, clock), rate());

        int accepted = demand(instances, Optional.empty());

        assertThat(accepted).isBetween(PER_MINUTE * 99 / 100, PER_MINUTE);
    }

    @Test
    @Tag("Q19")
    void holdsTheBudgetOfAnEndUserNobodyKnewBefore() {
        Limit quota = limit(Coverage.each(Scope.END_USER), Metric.REQUESTS, new Window.Rolling(Duration.ofDays(1)), 10);
        CounterTable table = database.database().attach(CounterTable.class);
        List<LimitFixture> instances = instances(2, () -> GuardedCounters.overDatabase(table, clock), quota);

        int accepted = demand(instances, Optional.of("newcomer"));

        assertThat(accepted).isEqualTo(10);
    }

    @Test
    @Tag("Q21")
    void neverSaysThatLessThanNothingIsLeft() throws Exception {
        CounterTable table = database.database().attach(CounterTable.class);
        List<LimitFixture> instances = instances(3, () -> GuardedCounters.overDatabase(table, clock), rate());

        Queue<Line> told = new ConcurrentLinkedQueue<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reading = readers.submit(() -> {
                while (told.size() < 10_000) {
                    instances.forEach(instance -> told.add(line(instance)));
                }
            });
            demand(instances, Optional.empty());
            reading.get();
        }

        assertThat(told).allSatisfy(line -> {
            assertThat(line.left()).isBetween(BigInteger.ZERO, BigInteger.valueOf(PER_MINUTE));
            assertThat(line.resets()).isEqualTo("2026-11-21T12:01:00Z");
        });
    }

    private static Line line(LimitFixture instance) {
        return instance.limits
                .status(new Asker(CALLER, Optional.empty(), "m"))
                .requests()
                .orElseThrow();
    }

    private static Limit rate() {
        return limit(Coverage.each(Scope.TENANT), Metric.REQUESTS, Window.Fixed.MINUTE, PER_MINUTE);
    }

    private List<LimitFixture> instances(int count, Supplier<GuardedCounters> counters, Limit limit) {
        List<LimitFixture> instances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            GuardedCounters shared = counters.get();
            LimitFixture instance = new LimitFixture(database.database(), clock, shared, limit);
            open.add(shared);
            open.add(instance);
            instances.add(instance);
        }
        return instances;
    }

    /// Calls on all instances at once, from each until it refuses and nobody else is let through.
    private static int demand(List<LimitFixture> instances, Optional<String> endUser) {
        AtomicInteger accepted = new AtomicInteger();
        int before = -1;
        while (accepted.get() != before) {
            before = accepted.get();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < instances.size() * CALLERS_PER_INSTANCE; i++) {
                    LimitFixture instance = instances.get(i % instances.size());
                    callers.execute(() -> callUntilRefused(instance, endUser, accepted));
                }
            }
        }
        return accepted.get();
    }

    private static void callUntilRefused(LimitFixture instance, Optional<String> endUser, AtomicInteger accepted) {
        try {
            while (true) {
                Hold hold = instance.hold(instance.claim(CALLER, endUser));
                accepted.incrementAndGet();
                hold.settle(new Need(1, OptionalLong.of(0)));
            }
        } catch (RefusedException refused) {
            return;
        }
    }
}
