package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F13")
@Tag("DD-18")
final class GuardedCountersTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final CounterId ID = CounterId.of("rpm", "tenant");
    private static final CounterWindow WINDOW = new CounterWindow(ID, START, START.plusSeconds(60));

    private final HandClock clock = HandClock.at(START);
    private final FakeStore store = new FakeStore();
    private int peers = 1;
    private final GuardedCounters counters = new GuardedCounters(store, () -> peers, clock);

    @Test
    void asksTheStoreWhileItAnswers() {
        counters.beat();

        assertThat(counters.take(WINDOW, 100, 30)).isEqualTo(30);
        assertThat(counters.take(WINDOW, 100, 80)).isEqualTo(70);
        assertThat(counters.state()).isEqualTo(new SharingState(true, START, ""));
        assertThat(counters.localDecisions()).isZero();
    }

    @Test
    void decidesOnItsShareWhenTheStoreIsGone() {
        store.instances = 4;
        counters.beat();
        clock.move(Duration.ofSeconds(5));
        store.failure = "does not answer in time";

        assertThat(counters.take(WINDOW, 100, 80)).isEqualTo(25);
        assertThat(counters.take(WINDOW, 100, 80)).isZero();
        assertThat(counters.state())
                .isEqualTo(new SharingState(false, START.plusSeconds(5), "does not answer in time"));
        assertThat(counters.localDecisions()).isEqualTo(2);
    }

    @Test
    void staysSharedOverOneLateAnswer() {
        counters.beat();
        store.late = true;

        long alone = counters.take(WINDOW, 100, 1_000);
        store.late = false;
        long together = counters.take(WINDOW, 100, 1_000);

        assertThat(alone).isEqualTo(100);
        assertThat(together).isEqualTo(100);
        assertThat(counters.state().shared()).isTrue();
        assertThat(counters.localDecisions()).isEqualTo(1);
    }

    @Test
    void takesAStoreThatStaysSilentForGone() {
        counters.beat();
        store.late = true;

        Await.until(() -> {
            counters.take(WINDOW, 100, 1);
            return !counters.state().shared();
        });

        assertThat(counters.state().reason()).isEqualTo("does not answer in time");
    }

    @Test
    void doesNotAskAStoreThatIsGone() {
        counters.beat();
        store.failure = "does not answer in time";
        counters.take(WINDOW, 100, 1);
        int asked = store.asked;

        counters.take(WINDOW, 100, 1);
        counters.takeSlots(ID, 10, 1);
        counters.giveBackSlots(ID, 1);
        counters.giveBack(WINDOW, 1);

        assertThat(store.asked).isEqualTo(asked);
    }

    @Test
    void countsWhatItTookBeforeAsPartOfItsShare() {
        store.instances = 4;
        counters.beat();
        counters.take(WINDOW, 100, 20);
        store.failure = "does not answer in time";

        assertThat(counters.take(WINDOW, 100, 80)).isEqualTo(5);
    }

    @Test
    void grantsAtLeastOneAndNeverWithoutEnd() {
        store.instances = 8;
        counters.beat();
        store.failure = "does not answer in time";

        assertThat(counters.take(WINDOW, 3, 3)).isEqualTo(1);
        assertThat(counters.take(WINDOW, 3, 3)).isZero();
        assertThat(counters.take(new CounterWindow(CounterId.of("none"), START, WINDOW.end()), 0, 3))
                .isZero();
    }

    @Test
    void dividesByWhomOthersKnowWhenItStartsWithoutTheStore() {
        peers = 3;
        store.failure = "cannot be reached";

        counters.beat();

        assertThat(counters.instances()).isEqualTo(3);
        assertThat(counters.take(WINDOW, 90, 90)).isEqualTo(30);
        assertThat(counters.state()).isEqualTo(new SharingState(false, START, "cannot be reached"));
    }

    @Test
    void sharesAgainWhenTheStoreIsBack() {
        counters.beat();
        store.failure = "does not answer in time";
        counters.take(WINDOW, 100, 10);
        clock.move(Duration.ofSeconds(3));
        store.failure = "";

        counters.beat();

        assertThat(counters.state()).isEqualTo(new SharingState(true, START.plusSeconds(3), ""));
        assertThat(counters.take(WINDOW, 100, 100)).isEqualTo(100);
    }

    @Test
    void givesTheStoreOnlyWhatItTookFromIt() {
        counters.beat();
        counters.take(WINDOW, 100, 60);
        store.failure = "does not answer in time";
        counters.take(WINDOW, 100, 10);
        store.failure = "";
        counters.beat();

        counters.giveBack(WINDOW, 25);

        assertThat(store.taken).containsEntry(WINDOW, 45L);
    }

    @Test
    void givesNothingBackOfAWindowThatIsOver() {
        counters.beat();
        counters.take(WINDOW, 100, 60);
        clock.move(Duration.ofMinutes(1));

        counters.giveBack(WINDOW, 25);

        assertThat(store.taken).containsEntry(WINDOW, 60L);
        assertThat(counters.take(WINDOW, 100, 10)).isZero();
    }

    @Test
    @Tag("LI4")
    void holdsPlacesByItsShareWhileTheStoreIsGone() {
        store.instances = 2;
        counters.beat();
        counters.takeSlots(ID, 10, 3);
        store.failure = "does not answer in time";

        assertThat(counters.takeSlots(ID, 10, 9)).isEqualTo(2);
        assertThat(counters.takeSlots(ID, 10, 9)).isZero();
        counters.giveBackSlots(ID, 4);
        assertThat(counters.takeSlots(ID, 10, 9)).isEqualTo(4);
    }

    @Test
    @Tag("F15")
    void tellsAStoreThatForgotItWhatItHolds() {
        counters.beat();
        counters.takeSlots(ID, 10, 3);
        store.held.clear();
        store.known = false;

        counters.beat();

        assertThat(store.held).containsEntry(ID, 3L);
    }

    @Test
    void tellsAStoreThatIsBackWhatItHolds() {
        counters.beat();
        counters.takeSlots(ID, 10, 3);
        store.failure = "does not answer in time";
        counters.giveBackSlots(ID, 2);
        store.failure = "";

        counters.beat();

        assertThat(store.held).containsEntry(ID, 1L);
    }

    @Test
    void givesBackNoMorePlacesThanItHolds() {
        counters.beat();
        counters.takeSlots(ID, 10, 3);

        counters.giveBackSlots(ID, 100);

        assertThat(store.held).containsEntry(ID, 0L);
        assertThat(counters.takeSlots(ID, 10, 10)).isEqualTo(10);
    }

    @Test
    void leavesWhenItCloses() {
        counters.beat();

        counters.close();

        assertThat(store.events).containsExactly("left", "closed");
    }

    @Test
    void closesAlsoWhenTheStoreIsGone() {
        store.failure = "cannot be reached";

        counters.close();

        assertThat(store.events).containsExactly("closed");
    }

    /// A store that fails when a test says so.
    private static final class FakeStore implements CounterStore {
        private final Map<CounterWindow, Long> taken = new HashMap<>();
        private final Map<CounterId, Long> held = new HashMap<>();
        private final List<String> events = new ArrayList<>();
        private String failure = "";
        private boolean known = true;
        private boolean late;
        private int instances = 1;
        private int asked;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public long take(CounterWindow window, long cap, long want) {
            answer();
            long before = taken.getOrDefault(window, 0L);
            long amount = Math.max(0, Math.min(want, cap - before));
            taken.put(window, before + amount);
            return amount;
        }

        @Override
        public void giveBack(CounterWindow window, long amount) {
            answer();
            taken.merge(window, -amount, Long::sum);
        }

        @Override
        public long hold(CounterId id, long cap, long already, long wanted) {
            answer();
            long now = Math.max(already, Math.min(wanted, cap));
            held.put(id, now);
            return now;
        }

        @Override
        public Presence beat() {
            answer();
            return new Presence(known, instances);
        }

        @Override
        public void leave() {
            answer();
            events.add("left");
        }

        @Override
        public void close() {
            events.add("closed");
        }

        private void answer() {
            asked++;
            if (late) {
                throw new StoreUnavailable(new TimeoutException());
            }
            if (!failure.isEmpty()) {
                throw new StoreUnavailable(failure);
            }
        }
    }
}
