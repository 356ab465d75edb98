package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("AU17")
final class EncodedRowsTest {
    private final RowLosses losses = new RowLosses("text");

    @Test
    @Tag("AU23")
    void dropsAndCountsWhatComesWhenItIsFull() throws Exception {
        EncodedRows<String> rows = rows(3);

        List<Integer> answers =
                List.of(rows.offer("a"), rows.offer("b"), rows.offer("c"), rows.offer("d"), rows.offer("e"));

        assertThat(answers).containsExactly(1, 2, 3, 0, 0);
        assertThat(rows.size()).isEqualTo(3);
        assertThat(losses.rows()).isEqualTo(2);
        assertThat(losses.batches()).isZero();
        assertThat(text(rows.take(10).get())).isEqualTo("a\nb\nc\n");
    }

    @Test
    void takesRowsAgainOnceSomeWereTakenOut() throws Exception {
        EncodedRows<String> rows = rows(2);
        rows.offer("a");
        rows.offer("b");

        var _ = rows.take(10);
        int first = rows.offer("c");
        int second = rows.offer("d");

        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(2);
        assertThat(losses.rows()).isZero();
        assertThat(text(rows.take(10).get())).isEqualTo("c\nd\n");
        assertThat(rows.size()).isZero();
    }

    @Test
    void addsNothingToABatchThatWasTaken() throws Exception {
        EncodedRows<String> rows = rows(10);
        rows.offer("first");
        RowBatch batch = rows.take(10).get();

        rows.offer("second");

        assertThat(text(batch)).isEqualTo("first\n");
        assertThat(text(rows.take(10).get())).isEqualTo("second\n");
    }

    @Test
    void saysHowManyRowsItLetGo() {
        EncodedRows<String> rows = rows(10);
        rows.offer("a");
        rows.offer("b");

        int first = rows.clear();
        int second = rows.clear();

        assertThat(first).isEqualTo(2);
        assertThat(second).isZero();
        assertThat(rows.size()).isZero();
        assertThat(rows.take(10).get().size()).isZero();
    }

    @Test
    @Timeout(120)
    void losesAndMixesNothingOfSeveralThreads() throws Exception {
        int each = 20_000;
        EncodedRows<String> rows = rows(4 * each);
        CountDownLatch offering = new CountDownLatch(4);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    IntStream.range(0, each).forEach(place -> rows.offer(row(number, place)));
                    offering.countDown();
                }))
                .toList();
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        boolean isOver;
        do {
            isOver = offering.await(1, TimeUnit.MILLISECONDS);
            while (rows.size() > 0) {
                RowBatch batch = rows.take(100).get();
                batch.send(written::write);
            }
        } while (!isOver);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(60));
        }

        List<List<String>> byThread = IntStream.range(0, 4)
                .<List<String>>mapToObj(number -> new ArrayList<>())
                .toList();
        written.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> byThread.get(line.charAt(0) - '0').add(line));
        for (int number = 0; number < 4; number++) {
            int thread = number;
            assertThat(byThread.get(number))
                    .isEqualTo(IntStream.range(0, each)
                            .mapToObj(place -> row(thread, place))
                            .toList());
        }
        assertThat(losses.rows()).isZero();
    }

    private EncodedRows<String> rows(int most) {
        return new EncodedRows<>(
                most,
                (row, to) -> {
                    byte[] line = (row + "\n").getBytes(StandardCharsets.UTF_8);
                    return to.add(line, line.length);
                },
                losses);
    }

    /// Of many lengths, so that rows of one thread would show in those of another.
    private static String row(int thread, int place) {
        return thread + "-" + place + "-" + ("" + thread).repeat(place % 97);
    }

    private static String text(RowBatch batch) throws SQLException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        batch.send(sent::write);
        return sent.toString(StandardCharsets.UTF_8);
    }
}
