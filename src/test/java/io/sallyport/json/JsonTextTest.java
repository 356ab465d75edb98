package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    private static final byte[] STOPS = {
        '"',
        '\\',
        0,
        '\t',
        0x1F,
        (byte) 0x80,
        (byte) 0x9F,
        (byte) 0xA0,
        (byte) 0xA2,
        (byte) 0xA3,
        (byte) 0xC3,
        (byte) 0xDC,
        (byte) 0xFF
    };
    private static final byte[] PLAIN = {' ', '!', '#', '[', ']', 'a', 0x7F};

    @Test
    void findsTheFirstByteOfAStringThatDoesNotStandForItself() {
        for (byte stop : STOPS) {
            for (byte plain : PLAIN) {
                for (int at = 0; at < 20; at++) {
                    byte[] text = new byte[20];
                    Arrays.fill(text, plain);
                    text[at] = stop;

                    int found = JsonText.plain(text, 0, text.length);

                    assertThat(found).as("%d among %d", stop, plain).isEqualTo(at);
                }
            }
        }
    }

    @Test
    void looksBetweenTwoPositionsOnly() {
        byte[] text = "\"abcdefghijkl\"".getBytes(StandardCharsets.US_ASCII);

        assertThat(JsonText.plain(text, 1, 13)).isEqualTo(13);
        assertThat(JsonText.plain(text, 1, 9)).isEqualTo(9);
        assertThat(JsonText.plain(text, 13, 13)).isEqualTo(13);
    }

    @Test
    void findsWhatALookAtEveryByteFinds() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[1 + random.nextInt(40)];
            for (int i = 0; i < text.length; i++) {
                text[i] = random.nextInt(8) == 0 ? (byte) random.nextInt(256) : PLAIN[random.nextInt(PLAIN.length)];
            }
            int from = random.nextInt(text.length);

            assertThat(JsonText.plain(text, from, text.length)).isEqualTo(slow(text, from));
        }
    }

    private static int slow(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        return at;
    }
}
