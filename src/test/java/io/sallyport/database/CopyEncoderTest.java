package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CopyEncoderTest {
    private final CopyEncoder<List<String>> encoder = new CopyEncoder<>(new Pairs());

    @Test
    void encodesEachRowAsALineOfItsOwn() {
        byte[] first = encoder.encode(List.of("a", "b"));
        byte[] second = encoder.encode(List.of("c", "d"));

        assertThat(text(first)).isEqualTo("a\tb\n");
        assertThat(text(second)).isEqualTo("c\td\n");
    }

    @Test
    void forgetsARowThatHasNotTheColumnsOfItsTable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> encoder.encode(List.of("alone")))
                .withMessage("pair has 2 columns, its encoder wrote 1");

        assertThat(text(encoder.encode(List.of("a", "b")))).isEqualTo("a\tb\n");
    }

    @Test
    void encodesLongRowsAndShortOnesAfterThem() {
        String large = "x".repeat(100_000);

        byte[] first = encoder.encode(List.of(large, "b"));
        byte[] second = encoder.encode(List.of("c", "d"));

        assertThat(text(first)).isEqualTo(large + "\tb\n");
        assertThat(text(second)).isEqualTo("c\td\n");
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
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
