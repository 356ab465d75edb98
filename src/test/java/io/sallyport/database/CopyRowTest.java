package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AU17")
final class CopyRowTest {
    private final CopyRow row = new CopyRow();

    @ParameterizedTest
    @CsvSource({"0,\uFFFD", "9,\\t", "10,\\n", "13,\\r", "92,\\\\"})
    void escapesWhatCopyWouldTakeForItsOwn(int code, String escaped) {
        row.text("a" + (char) code + (char) code + "b");

        assertThat(written()).isEqualTo("a" + escaped + escaped + "b\n");
    }

    @Test
    void leavesEveryOtherCharacterAsItIs() {
        StringBuilder all = new StringBuilder();
        for (char code = 1; code < Character.MIN_SURROGATE; code++) {
            if ("\t\n\r\\".indexOf(code) < 0) {
                all.append(code);
            }
        }
        all.append("\ud83d\ude00");

        row.text(all.toString());

        assertThat(written()).isEqualTo(all + "\n");
    }

    @Test
    void writesEveryCharacterOfALongTextAsOfAShortOne() {
        String rest = "x".repeat(100);
        for (int code = 0; code <= Character.MAX_VALUE; code++) {
            String shortText = (char) code + "\ud83d\ude00b";

            row.text(shortText + rest).text(rest + shortText).text(shortText);
            String[] columns = written().split("[\t\n]", -1);

            assertThat(columns[0]).isEqualTo(columns[2] + rest);
            assertThat(columns[1]).isEqualTo(rest + columns[2]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1_000})
    void writesTextsOfAnyLength(int length) {
        String plain = "\u0161\u010a".repeat(length).substring(0, length);

        row.text(plain).text(plain + "\n").text("\\" + plain);

        assertThat(written()).isEqualTo(plain + "\t" + plain + "\\n\t\\\\" + plain + "\n");
    }

    @Test
    void writesWordsAsTheyAre() {
        row.word("key-1").word("").word(null);

        assertThat(written()).isEqualTo("key-1\t\t\\N\n");
    }

    @Test
    void writesHalfAPairAsAQuestionMark() {
        row.text("a\ud83d\t\ude00");

        assertThat(written()).isEqualTo("a?\\t?\n");
    }

    @Test
    void writesNumbersOfEveryKind() {
        row.number(-7)
                .number((Number) Integer.MIN_VALUE)
                .number((Number) Long.MIN_VALUE)
                .number(BigInteger.valueOf(Long.MAX_VALUE))
                .number(BigInteger.TWO.pow(70))
                .number(new BigDecimal("1E+3"))
                .number(0.25)
                .number(null);

        assertThat(written())
                .isEqualTo("-7\t-2147483648\t-9223372036854775808\t9223372036854775807\t1180591620717411303424"
                        + "\t1000\t0.25\t\\N\n");
    }

    @Test
    void writesAnAbsentValueOfEveryKind() {
        row.text(null).texts(null).instant(null).uuid(null).truth(null);
        String absent = written();
        row.instant(Instant.EPOCH).uuid(new UUID(0, 1)).truth(true).truth(false);

        assertThat(absent).isEqualTo("\\N\t\\N\t\\N\t\\N\t\\N\n");
        assertThat(written()).isEqualTo("1970-01-01T00:00:00Z\t00000000-0000-0000-0000-000000000001\ttrue\tfalse\n");
    }

    private String written() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int answer = row.moveTo((bytes, length) -> {
            line.write(bytes, 0, length);
            return length;
        });
        assertThat(answer).isEqualTo(line.size());
        return line.toString(StandardCharsets.UTF_8);
    }
}
