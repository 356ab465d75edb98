package io.sallyport.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextBytesTest {
    private final TextBytes text = new TextBytes(1);

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 9, 10, 99, 100, 4_711, 999_999_999, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE, -Long.MAX_VALUE
            })
    void writesNumbersAsPeopleDo(long number) {
        text.number(number);

        assertThat(written()).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T12:30:00Z",
                "2026-11-21T12:30:00.100Z",
                "2026-11-21T12:30:00.123Z",
                "2026-11-21T12:30:00.000001Z",
                "2026-11-21T12:30:00.123450Z",
                "2026-11-21T12:30:00.000000001Z",
                "2026-11-21T12:30:00.123456789Z",
                "1969-12-31T23:59:59.999Z",
                "-0044-03-15T12:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void writesMomentsAsTheLibraryDoes(String moment) {
        text.instant(Instant.parse(moment));

        assertThat(written()).isEqualTo(moment);
    }

    @Test
    void writesMomentsOfManySecondsOneAfterTheOther() {
        Instant first = Instant.parse("2026-12-31T23:59:59.500Z");
        Instant second = Instant.parse("2027-01-01T00:00:00.25Z");

        text.instant(first)
                .sign(' ')
                .instant(first.plusNanos(7))
                .sign(' ')
                .instant(second)
                .sign(' ')
                .instant(first);

        assertThat(written())
                .isEqualTo("2026-12-31T23:59:59.500Z 2026-12-31T23:59:59.500000007Z"
                        + " 2027-01-01T00:00:00.250Z 2026-12-31T23:59:59.500Z");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "0, 1",
        "1, 0",
        "0x0123456789abcdef, 0xfedcba9876543210",
        "0x7fffffffffffffff, 0x8000000000000000",
        "0x00000000ffff0000, 0x0000ffff00000000"
    })
    void writesIdsAsTheLibraryDoes(String high, String low) {
        UUID id = new UUID(bits(high), bits(low));

        text.uuid(id);

        assertThat(written()).isEqualTo(id.toString());
    }

    @Test
    void writesAnyIdsOneAfterTheOther() {
        Random random = new Random(7);
        StringBuilder all = new StringBuilder();

        for (int i = 0; i < 1_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            all.append(id).append(' ');
            text.uuid(id).sign(' ');
        }

        assertThat(written()).isEqualTo(all.toString());
    }

    @Test
    void writesWordsBetweenQuotationMarks() {
        text.quoted("").quoted("word").sign(':').quoted("x".repeat(100));

        assertThat(written()).isEqualTo("\"\"\"word\":\"" + "x".repeat(100) + '"');
    }

    @Test
    void stopsBeforeWhatNeedsCare() {
        boolean[] plain = new boolean['z'];
        plain['a'] = true;

        int stoppedByMark = text.run("aaba", 0, plain);
        int stoppedByRange = text.run("aaba\u20ac", 3, plain);
        int stoppedByEnd = text.run("baa", 1, plain);

        assertThat(stoppedByMark).isEqualTo(2);
        assertThat(stoppedByRange).isEqualTo(4);
        assertThat(stoppedByEnd).isEqualTo(3);
        assertThat(written()).isEqualTo("aaaaa");
    }

    @Test
    void writesPartsOfForeignTextAndBeginsAnew() {
        text.ascii("forgotten").clear();

        text.utf8("x\u00fc\u20ac\ud83d\ude00y\ud83d", 1, 5).utf8("\ud83d", 0, 1);

        assertThat(written()).isEqualTo("\u00fc\u20ac\ud83d\ude00?");
    }

    private static long bits(String number) {
        return number.startsWith("0x")
                ? Long.parseUnsignedLong(number, 2, number.length(), 16)
                : Long.parseLong(number);
    }

    private String written() {
        return new String(text.bytes(), 0, text.size(), StandardCharsets.UTF_8);
    }
}
