package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CopyEncoderTest {
    private final CopyEncoder<List<String>> encoder = new CopyEncoder<>(new Pairs());

    @Test
    void encodesEachRowAsALineOfItsOwn() {
        String first = encoded("a", "b");
        String second = encoded("c", "d");

        assertThat(first).isEqualTo("a\tb\n");
        assertThat(second).isEqualTo("c\td\n");
    }

    @Test
    void forgetsARowThatHasNotTheColumnsOfItsTable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> encoded("alone"))
                .withMessage("pair has 2 columns, its encoder wrote 1");

        assertThat(encoded("a", "b")).isEqualTo("a\tb\n");
    }

    @Test
    void encodesLongRowsAndShortOnesAfterThem() {
        String large = "x".repeat(100_000);

        String first = encoded(large, "b");
        String second = encoded("c", "d");

        assertThat(first).isEqualTo(large + "\tb\n");
        assertThat(second).isEqualTo("c\td\n");
    }

    @Test
    void usesABufferAgainUnlessItGrew() {
        Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        RowSink sink = (bytes, length) -> {
            buffers.add(bytes);
            return length;
        };

        for (int i = 0; i < 10; i++) {
            encoder.encode(List.of("a", "b"), sink);
        }
        int forShortRows = buffers.size();
        encoder.encode(List.of("x".repeat(100_000), "b"), sink);
        encoder.encode(List.of("a", "b"), sink);

        assertThat(forShortRows).isEqualTo(1);
        assertThat(buffers).hasSize(3);
    }

    private String encoded(String... columns) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        encoder.encode(List.of(columns), (bytes, length) -> {
            line.write(bytes, 0, length);
            return 1;
        });
        return line.toString(StandardCharsets.UTF_8);
    }

    private static final class Pairs implements CopyTarget<List<String>> {
        @Override
        public String table() {
            return "pair";
        }

        @Override
        public List<String> columns() {
            return List.of("one", "other");
        }

        @Override
        public void encode(List<String> row, CopyRow out) {
            row.forEach(out::text);
        }
    }
}
