package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.counters.CounterStore.Presence;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every store of counters must do, whatever it is made of.
interface StoreContract {
    CounterId ID = CounterId.of("requests", "tenant", "one");

    /// A window that is open now.
    static CounterWindow window(CounterId id) {
        Instant start = Clock.systemUTC().instant().minusSeconds(1);
        return new CounterWindow(id, Instant.ofEpochMilli(start.toEpochMilli()), start.plusSeconds(600));
    }

    /// A store as an instance of this name sees it.
    CounterStore instance(String instance);

    /// Lets time pass until an instance counts as dead.
    void outlive(String instance);

    /// Takes everything out, as a restart of the server does.
    void empty();

    @Test
    @Tag("H11")
    default void takesNoMoreThanIsLeft() {
        CounterWindow window = window(ID);

        assertThat(instance("a").take(window, 10, 7)).isEqualTo(7);
        assertThat(instance("b").take(window, 10, 7)).isEqualTo(3);
        assertThat(instance("a").take(window, 10, 7)).isZero();
        assertThat(instance("a").take(window, 12, 7)).isEqualTo(2);
        assertThat(instance("a").take(window, 5, 7)).isZero();
    }

    @Test
    default void countsWindowsAndCountersApart() {
        CounterStore store = instance("a");
        CounterWindow window = window(ID);
        CounterWindow next = new CounterWindow(ID, window.end(), window.end().plusSeconds(60));
        CounterWindow other = new CounterWindow(CounterId.of("other"), window.start(), window.end());

        store.take(window, 10, 10);

        assertThat(store.take(next, 10, 10)).isEqualTo(10);
        assertThat(store.take(other, 10, 10)).isEqualTo(10);
    }

    @Test
    default void leavesForOthersWhatIsGivenBack() {
        CounterWindow window = window(ID);
        instance("a").take(window, 10, 10);

        instance("a").giveBack(window, 4);

        assertThat(instance("b").take(window, 10, 10)).isEqualTo(4);
    }

    @Test
    @Tag("F15")
    default void neverCountsBelowZero() {
        CounterStore store = instance("a");
        CounterWindow window = window(ID);
        store.take(window, 10, 3);

        store.giveBack(window, 100);
        store.giveBack(window(CounterId.of("unknown")), 100);

        assertThat(store.take(window, 10, 20)).isEqualTo(10);
        assertThat(store.take(window(CounterId.of("unknown")), 10, 20)).isEqualTo(10);
    }

    @Test
    default void countsExactlyUpToTheLargestCap() {
        CounterStore store = instance("a");
        CounterWindow window = window(ID);

        assertThat(store.take(window, SharedCounters.MOST, SharedCounters.MOST - 1))
                .isEqualTo(SharedCounters.MOST - 1);
        assertThat(store.take(window, SharedCounters.MOST, 5)).isEqualTo(1);
    }

    @Test
    @Tag("H11")
    @Tag("NOOVER")
    default void spendsTheWholeCapAndNotOneMore() {
        CounterWindow window = window(ID);

        List<Long> kept = together(store -> {
            long used = 0;
            for (long slice = store.take(window, 1_000, 7); slice > 0; slice = store.take(window, 1_000, 7)) {
                long rest = used % 2 == 0 ? slice / 3 : 0;
                store.giveBack(window, rest);
                used += slice - rest;
            }
            return used;
        });

        assertThat(kept.stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000);
    }

    @Test
    @Tag("LI4")
    default void holdsPlacesOfAllInstancesTogether() {
        CounterStore one = living("a");
        CounterStore two = living("b");

        assertThat(one.hold(ID, 10, 0, 6)).isEqualTo(6);
        assertThat(one.hold(ID, 10, 0, 6)).isEqualTo(6);
        assertThat(two.hold(ID, 10, 0, 6)).isEqualTo(4);
        assertThat(two.hold(ID, 10, 4, 6)).isEqualTo(4);
        assertThat(one.hold(ID, 10, 2, 2)).isEqualTo(2);
        assertThat(two.hold(ID, 10, 4, 20)).isEqualTo(8);
    }

    @Test
    default void keepsPlacesThatAreHeldWhenTheCapFalls() {
        CounterStore store = living("a");
        store.hold(ID, 10, 0, 10);

        assertThat(store.hold(ID, 3, 10, 11)).isEqualTo(10);
        assertThat(living("b").hold(ID, 3, 0, 1)).isZero();
    }

    @Test
    @Tag("F13")
    default void freesThePlacesOfADeadInstance() {
        living("dead").hold(ID, 10, 0, 10);
        CounterStore store = living("a");

        long before = store.hold(ID, 10, 0, 5);
        outlive("dead");

        assertThat(before).isZero();
        assertThat(store.hold(ID, 10, 0, 5)).isEqualTo(5);
    }

    @Test
    default void freesThePlacesOfAnInstanceThatLeft() {
        CounterStore leaving = living("leaving");
        leaving.hold(ID, 10, 0, 10);

        leaving.leave();

        assertThat(living("a").hold(ID, 10, 0, 5)).isEqualTo(5);
    }

    @Test
    @Tag("NOOVER")
    default void neverHoldsMorePlacesThanTheCapUnderLoad() {
        List<Long> held = together(store -> {
            store.beat();
            long now = 0;
            for (int i = 0; i < 40; i++) {
                now = store.hold(ID, 25, now, now + 3);
                now = store.hold(ID, now, now - now / 3, now - now / 3);
            }
            return store.hold(ID, 25, now, now + 25);
        });

        assertThat(held.stream().mapToLong(Long::longValue).sum()).isEqualTo(25);
    }

    @Test
    default void knowsWhoLives() {
        CounterStore store = instance("a");

        assertThat(store.beat()).isEqualTo(new Presence(false, 1));
        assertThat(store.beat()).isEqualTo(new Presence(true, 1));
        assertThat(instance("b").beat()).isEqualTo(new Presence(false, 2));
        outlive("b");
        assertThat(store.beat()).isEqualTo(new Presence(true, 1));
        assertThat(instance("b").beat()).isEqualTo(new Presence(false, 2));
    }

    @Test
    @Tag("F15")
    default void startsAgainAfterItWasEmptied() {
        CounterStore store = living("a");
        CounterWindow window = window(ID);
        store.take(window, 10, 10);

        empty();
        store.giveBack(window, 4);

        assertThat(store.beat().known()).isFalse();
        assertThat(store.take(window, 10, 20)).isEqualTo(10);
        assertThat(store.take(window, 10, 20)).isZero();
    }

    private CounterStore living(String instance) {
        CounterStore store = instance(instance);
        store.beat();
        return store;
    }

    /// Runs the work for three instances at once, one thread each.
    private List<Long> together(Work work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> results = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                CounterStore store = instance(name);
                results.add(threads.submit(() -> work.of(store)));
            }
            List<Long> numbers = new ArrayList<>();
            for (Future<Long> result : results) {
                numbers.add(result.get());
            }
            return numbers;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What one instance does with its store.
    interface Work {
        long of(CounterStore store);
    }
}
