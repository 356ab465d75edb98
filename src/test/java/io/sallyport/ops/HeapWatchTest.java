package io.sallyport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.ops.Readiness.Report;
import io.sallyport.web.Shedding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("G09")
final class HeapWatchTest {
    private final FedHeap heap = new FedHeap();
    private final List<Shedding> told = new ArrayList<>();
    private final HeapWatch watch = new HeapWatch(heap, told::add);

    @ParameterizedTest
    @CsvSource({"0, NOTHING", "89, NOTHING", "90, KEEP_ALIVE", "95, REQUESTS", "98, CONNECTIONS", "100, CONNECTIONS"})
    void shedsMoreTheFullerTheHeapIs(int percent, Shedding stage) {
        heap.percent = percent;

        watch.look();

        assertThat(watch.stage()).isEqualTo(stage);
    }

    @Test
    void tellsOnlyOfChanges() {
        look(91, 92, 96, 96, 40, 40);

        assertThat(told).containsExactly(Shedding.KEEP_ALIVE, Shedding.REQUESTS, Shedding.NOTHING);
    }

    @Test
    void easesStageByStageOnceThereIsRoomToSpare() {
        look(99, 96, 94, 92, 89, 86, 84);

        assertThat(told)
                .containsExactly(Shedding.CONNECTIONS, Shedding.REQUESTS, Shedding.KEEP_ALIVE, Shedding.NOTHING);
    }

    @Test
    void asksForCollectionsOnlyWhileItSheds() {
        look(50, 50, 50);
        int atEase = heap.collections;
        heap.percent = 96;

        for (int look = 0; look < 60; look++) {
            watch.look();
        }

        assertThat(atEase).isZero();
        assertThat(heap.collections).isBetween(2, 6);
    }

    @Test
    void isNotReadyWhileRequestsAreRefused() {
        look(96);

        Report report = new Readiness(List.of(Probe.of(watch)), () -> false).report();

        assertThat(report.isReady()).isFalse();
        assertThat(report.results())
                .extracting(Readiness.Result::error)
                .first()
                .asString()
                .contains("nearly used up");
    }

    @Test
    void isReadyWhileOnlyConnectionsAreNotKept() {
        look(91);

        assertThat(new Readiness(List.of(Probe.of(watch)), () -> false).report().isReady())
                .isTrue();
    }

    @Test
    void readsTheHeapOfThisProcess() {
        OldGeneration real = new OldGeneration();

        real.collect();

        assertThat(real.livePercent()).isBetween(1, 99);
    }

    private void look(int... percents) {
        for (int percent : percents) {
            heap.percent = percent;
            watch.look();
        }
    }

    private static final class FedHeap implements Heap {
        int percent;
        int collections;

        @Override
        public int livePercent() {
            return percent;
        }

        @Override
        public void collect() {
            collections++;
        }
    }
}
