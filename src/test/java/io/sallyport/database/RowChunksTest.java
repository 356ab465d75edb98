package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowChunksTest {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int HALF = RowChunk.SIZE / 2;

    private final RowChunks chunks = new RowChunks();

    @Test
    void keepsTheOrderAcrossChunks() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String row = i + "-" + "x".repeat(1_000);
            expected.append(row);
            add(row);
        }

        RowBatch batch = new RowBatch(chunks.take(ALL));

        assertThat(batch.chunks()).hasSize(16);
        assertThat(batch.size()).isEqualTo(500);
        assertThat(text(batch)).isEqualTo(expected.toString());
    }

    @Test
    void fillsAChunkToItsLastByte() {
        add("a".repeat(HALF));
        add("b".repeat(HALF));
        add("c");

        assertThat(chunks.take(ALL)).extracting(RowChunk::count).containsExactly(2, 1);
    }

    @Test
    void givesALongRowAChunkOfItsOwn() throws Exception {
        String large = "x".repeat(RowChunk.SIZE + 1);
        add("before");
        add(large);
        add("behind");

        List<RowChunk> first = chunks.take(ALL);
        String written = text(new RowBatch(first));

        assertThat(written).isEqualTo("before" + large + "behind");
        assertThat(first).extracting(RowChunk::count).containsExactly(1, 1, 1);
    }

    @Test
    void takesWholeChunksUntilThereAreRowsEnough() {
        for (int i = 0; i < 6; i++) {
            add("x".repeat(HALF));
        }

        List<RowChunk> first = chunks.take(3);
        List<RowChunk> rest = chunks.take(3);

        assertThat(first).extracting(RowChunk::count).containsExactly(2, 2);
        assertThat(rest).extracting(RowChunk::count).containsExactly(2);
        assertThat(chunks.take(3)).isEmpty();
    }

    @Test
    void keepsSomeRowsPerChunkHoweverShortTheyAre() {
        for (int i = 0; i < 1_030; i++) {
            add("\n");
        }

        assertThat(chunks.take(1_000)).extracting(RowChunk::count).containsExactly(512, 512);
        assertThat(chunks.take(1_000)).extracting(RowChunk::count).containsExactly(6);
    }

    @Test
    void splitsABatchDownToEveryRow() throws Exception {
        for (int i = 0; i < 7; i++) {
            add(("" + i).repeat(HALF - 1));
        }

        List<RowBatch> rows = rows(new RowBatch(chunks.take(ALL)));

        assertThat(rows).hasSize(7).extracting(RowBatch::size).containsOnly(1);
        for (int i = 0; i < 7; i++) {
            assertThat(text(rows.get(i))).isEqualTo(("" + i).repeat(HALF - 1));
        }
    }

    @Test
    void sendsOneMessagePerChunkAndNoneWithoutRows() throws Exception {
        add("a");
        add("b");
        add("c".repeat(RowChunk.SIZE));
        List<Integer> lengths = new ArrayList<>();
        RowBatch batch = new RowBatch(chunks.take(ALL));

        batch.send((bytes, start, length) -> lengths.add(length));
        new RowBatch(List.of()).send((bytes, start, length) -> lengths.add(length));

        assertThat(lengths).containsExactly(2, RowChunk.SIZE);
    }

    @Test
    void forgetsWhatWaits() throws Exception {
        add("forgotten");

        chunks.clear();
        add("kept");

        assertThat(text(new RowBatch(chunks.take(ALL)))).isEqualTo("kept");
    }

    private static List<RowBatch> rows(RowBatch batch) {
        if (batch.size() == 1) {
            return List.of(batch);
        }
        List<RowBatch> rows = new ArrayList<>(rows(batch.firstHalf()));
        rows.addAll(rows(batch.secondHalf()));
        return rows;
    }

    private void add(String row) {
        byte[] line = (row + "what an earlier row left in the buffer").getBytes(StandardCharsets.UTF_8);
        chunks.add(line, row.length());
    }

    private static String text(RowBatch batch) throws SQLException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        batch.send(sent::write);
        return sent.toString(StandardCharsets.UTF_8);
    }
}
