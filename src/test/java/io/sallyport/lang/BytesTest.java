package io.sallyport.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BytesTest {
    @Test
    void findsTheNextSignWhereverItStands() {
        byte[] array = "\"x\u00e9\u00a2\u00ff!#\" 0123456789#\"\"abc\"".getBytes(StandardCharsets.UTF_8);

        for (int from = 0; from <= array.length; from++) {
            for (int to = from; to <= array.length; to++) {
                Bytes window = new Bytes(array, from, to);

                for (int start = from; start <= to; start++) {
                    assertThat(window.next('"', start)).isEqualTo(byLooking(array, start, to));
                }
            }
        }
    }

    private static int byLooking(byte[] array, int start, int to) {
        int at = start;
        while (at < to && array[at] != '"') {
            at++;
        }
        return at;
    }
}
