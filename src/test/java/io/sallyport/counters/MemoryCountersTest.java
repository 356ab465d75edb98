package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryCountersTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = HandClock.at(START);
    private final MemoryCounters counters = new MemoryCounters(clock);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4711})
    @Tag("NOOVER")
    void doesWhatAPlainModelDoes(long seed) {
        Random random = new Random(seed);
        Map<CounterWindow, Long> taken = new HashMap<>();
        Map<CounterId, Long> held = new HashMap<>();

        for (int step = 0; step < 5_000; step++) {
            clock.move(Duration.ofSeconds(random.nextInt(8)));
            CounterId id = new CounterId(0, random.nextInt(3));
            CounterWindow window = minute(id);
            long cap = random.nextInt(50);
            long amount = random.nextInt(20);
            long before = taken.getOrDefault(window, 0L);
            long places = held.getOrDefault(id, 0L);
            switch (random.nextInt(4)) {
                case 0 -> {
                    long expected = Math.max(0, Math.min(amount, cap - before));
                    taken.put(window, before + expected);
                    assertThat(counters.take(window, cap, amount)).isEqualTo(expected);
                }
                case 1 -> {
                    taken.put(window, Math.max(0, before - amount));
                    counters.giveBack(window, amount);
                }
                case 2 -> {
                    long expected = Math.max(0, Math.min(amount, cap - places));
                    held.put(id, places + expected);
                    assertThat(counters.takeSlots(id, cap, amount)).isEqualTo(expected);
                }
                default -> {
                    held.put(id, Math.max(0, places - amount));
                    counters.giveBackSlots(id, amount);
                }
            }
        }
    }

    @Test
    @Tag("H11")
    void spendsTheWholeCapOverManyThreads() throws Exception {
        CounterWindow window = minute(CounterId.of("rpm"));
        List<Future<Long>> uses = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                uses.add(threads.submit(() -> {
                    long used = 0;
                    for (long slice = counters.take(window, 1_000, 3); slice > 0; ) {
                        used += slice;
                        slice = counters.take(window, 1_000, 3);
                    }
                    return used;
                }));
            }
        }

        long sum = 0;
        for (Future<Long> use : uses) {
            sum += use.get();
        }
        assertThat(sum).isEqualTo(1_000);
    }

    @Test
    void takesNothingOfAWindowThatIsOver() {
        CounterWindow window = minute(CounterId.of("rpm"));
        clock.move(MINUTE);

        assertThat(counters.take(window, 10, 1)).isZero();
        assertThat(counters.take(minute(CounterId.of("rpm")), 10, 1)).isEqualTo(1);
    }

    @Test
    void forgetsWindowsThatAreOver() {
        for (int i = 0; i < 100; i++) {
            counters.take(minute(new CounterId(0, i)), 10, 1);
        }

        clock.move(MINUTE);
        counters.take(minute(CounterId.of("rpm")), 10, 1);

        assertThat(counters.size()).isEqualTo(1);
    }

    @Test
    void freesAllPlacesWhenItCloses() {
        CounterId id = CounterId.of("parallel");
        counters.takeSlots(id, 10, 10);

        counters.close();

        assertThat(counters.takeSlots(id, 10, 10)).isEqualTo(10);
        assertThat(counters.instances()).isEqualTo(1);
    }

    private CounterWindow minute(CounterId id) {
        long start = clock.instant().getEpochSecond() / 60 * 60;
        return new CounterWindow(id, Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + 60));
    }
}
