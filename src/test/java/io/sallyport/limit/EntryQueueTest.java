package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Entry.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EntryQueueTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.000000120Z");

    private final EntryQueue queue = new EntryQueue();

    @Test
    void takesApartAndTellsEveryPart() {
        List<Slice> slices = List.of();
        Need unpriced = new Need(7, OptionalLong.empty());
        Need priced = new Need(Long.MAX_VALUE, OptionalLong.of(Long.MAX_VALUE));
        queue.add(new Entry(new UUID(1, -2), Ending.SETTLED, NOON, slices, unpriced, true));
        queue.add(new Entry(new UUID(-3, 4), Ending.VOIDED, Instant.EPOCH, slices, priced, false));

        EntryBatch batch = queue.take().orElseThrow();

        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.requestId(0)).isEqualTo(new UUID(1, -2));
        assertThat(batch.ending(0)).isEqualTo(Ending.SETTLED);
        assertThat(batch.at(0)).isEqualTo(NOON);
        assertThat(batch.slices(0)).isSameAs(slices);
        assertThat(batch.tokens(0)).isEqualTo(7);
        assertThat(batch.picoDollars(0)).isEmpty();
        assertThat(batch.isOverrun(0)).isTrue();
        assertThat(batch.requestId(1)).isEqualTo(new UUID(-3, 4));
        assertThat(batch.ending(1)).isEqualTo(Ending.VOIDED);
        assertThat(batch.at(1)).isEqualTo(Instant.EPOCH);
        assertThat(batch.tokens(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(batch.picoDollars(1)).hasValue(Long.MAX_VALUE);
        assertThat(batch.isOverrun(1)).isFalse();
    }

    @Test
    void keepsTheOrderOverManyBatches() {
        int many = 2 * EntryBatch.MOST + 5;
        for (int i = 0; i < many; i++) {
            queue.add(entry(i));
        }

        assertThat(queue.size()).isEqualTo(many);
        assertThat(taken()).containsExactlyElementsOf(numbers(many));
        assertThat(queue.size()).isZero();
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void usesABatchAgainThatIsWritten() {
        queue.add(entry(1));
        EntryBatch first = queue.take().orElseThrow();
        queue.giveBack(first);

        queue.add(entry(2));

        EntryBatch second = queue.take().orElseThrow();
        assertThat(second).isSameAs(first);
        assertThat(second.size()).isEqualTo(1);
        assertThat(second.requestId(0)).isEqualTo(new UUID(0, 2));
    }

    @Test
    void addsNothingToABatchThatIsBeingWritten() {
        queue.add(entry(1));
        EntryBatch first = queue.take().orElseThrow();

        queue.add(entry(2));

        assertThat(first.size()).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void losesNothingThatSeveralAddAtOnce() throws InterruptedException {
        int each = EntryBatch.MOST;
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int first = thread * each;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    queue.add(entry(first + i));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(new HashSet<>(taken())).isEqualTo(new HashSet<>(numbers(4 * each)));
    }

    private List<Long> taken() {
        List<Long> taken = new ArrayList<>();
        Optional<EntryBatch> batch = queue.take();
        while (batch.isPresent()) {
            for (int i = 0; i < batch.get().size(); i++) {
                taken.add(batch.get().requestId(i).getLeastSignificantBits());
            }
            batch = queue.take();
        }
        return taken;
    }

    private static List<Long> numbers(int count) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static Entry entry(long number) {
        return new Entry(new UUID(0, number), Ending.SETTLED, NOON, List.of(), Need.NOTHING, false);
    }
}
