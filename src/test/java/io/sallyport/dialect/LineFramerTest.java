package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private static final byte[] STREAM = "{\"a\":1}\r\n\n{\"b\":\"ü\"}\n{\"c\":3}\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void readsLinesWhereverTheBytesAreCut() {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            List<String> lines = new ArrayList<>();
            StreamFramer framer = Framing.JSON_LINES.framer();
            take(framer, Arrays.copyOfRange(STREAM, 0, cut), lines);
            take(framer, Arrays.copyOfRange(STREAM, cut, STREAM.length), lines);

            assertThat(lines).as("cut at %d", cut).containsExactly("{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":3}");
            assertThat(framer.isInsideEvent()).isFalse();
        }
    }

    @Test
    void keepsLinesThatWereHandedOn() {
        List<SseEvent> lines = new ArrayList<>();
        StreamFramer framer = Framing.JSON_LINES.framer();

        framer.take(Bytes.of("on"), lines::add);
        framer.take(Bytes.of("e\ntw"), lines::add);
        framer.take(Bytes.of("o\n"), lines::add);

        assertThat(lines).extracting(line -> line.data().text()).containsExactly("one", "two");
    }

    @Test
    void refusesALineWithoutAnEnd() {
        StreamFramer framer = Framing.JSON_LINES.framer();
        byte[] piece = new byte[StreamFramer.LARGEST_EVENT];
        Arrays.fill(piece, (byte) 'x');
        framer.take(Bytes.of(piece), event -> {});

        assertThat(framer.isInsideEvent()).isTrue();
        assertThatThrownBy(() -> framer.take(Bytes.of("x"), event -> {})).isInstanceOf(IllegalStateException.class);
    }

    private static void take(StreamFramer framer, byte[] piece, List<String> lines) {
        framer.take(Bytes.of(piece), event -> lines.add(event.data().text()));
    }
}
