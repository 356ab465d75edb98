package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SweepTest {
    private final AtomicInteger rows = new AtomicInteger(2500);

    @Test
    void takesBatchAfterBatchUntilOneIsNotFull() {
        try (Sweep sweep = Sweep.open("test", this::take)) {
            int gone = sweep.round();

            assertThat(gone).isEqualTo(2500);
        }
    }

    @Test
    void stopsAfterTheBatchInWhichItIsClosed() {
        Sweep sweep = Sweep.open("test", this::take);
        sweep.close();

        int gone = sweep.round();

        assertThat(gone).isLessThan(2500).isEqualTo(2500 - rows.get());
    }

    private int take(int most) {
        int taken = Math.min(most, rows.get());
        rows.addAndGet(-taken);
        return taken;
    }
}
