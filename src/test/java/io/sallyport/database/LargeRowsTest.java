package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AU17")
final class LargeRowsTest {
    private static final String UNREADABLE = "unreadable";

    private final RowLosses losses = new RowLosses("text");
    private final List<String> encoded = new ArrayList<>();
    private final LargeRows<String> rows = new LargeRows<>(3, this::encode, losses);

    @Test
    void encodesRowsOnlyForTheThreadThatWrites() throws Exception {
        rows.offer("a");
        rows.offer("b");

        Supplier<RowBatch> taken = rows.take(10);
        int before = encoded.size();
        RowBatch batch = taken.get();

        assertThat(before).isZero();
        assertThat(encoded).containsExactly("a", "b");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        batch.send(sent::write);
        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
    }

    @Test
    @Tag("AU23")
    void dropsAndCountsWhatComesWhenItIsFull() {
        List<Integer> answers = List.of(rows.offer("a"), rows.offer("b"), rows.offer("c"), rows.offer("d"));

        assertThat(answers).containsExactly(1, 2, 3, 0);
        assertThat(rows.size()).isEqualTo(3);
        assertThat(losses.rows()).isEqualTo(1);
    }

    @Test
    void takesNoMoreThanItIsAskedFor() {
        rows.offer("a");
        rows.offer("b");
        rows.offer("c");

        int first = rows.take(2).get().size();
        int second = rows.take(2).get().size();

        assertThat(first).isEqualTo(2);
        assertThat(second).isEqualTo(1);
        assertThat(rows.size()).isZero();
    }

    @Test
    void makesAnEmptyBatchOfRowsThatCannotBeEncoded() {
        rows.offer(UNREADABLE);

        RowBatch batch = rows.take(10).get();

        assertThat(batch.size()).isZero();
    }

    @Test
    void saysHowManyRowsItLetGo() {
        rows.offer("a");
        rows.offer("b");

        int letGo = rows.clear();

        assertThat(letGo).isEqualTo(2);
        assertThat(rows.size()).isZero();
    }

    private int encode(String row, RowSink to) {
        if (row.equals(UNREADABLE)) {
            return 0;
        }
        encoded.add(row);
        byte[] line = (row + "\n").getBytes(StandardCharsets.UTF_8);
        return to.add(line, line.length);
    }
}
