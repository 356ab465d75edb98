package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.builtin.PersonalRecords;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("O01")
final class StreamMaskTest {
    private static final String LONG_TOKEN = "eyJ" + "hbGciOiJIUzI1NiJ9".repeat(70) + ".eyJz1.c2ln";

    private static final List<String> PARTS = List.of(
            "jo@example.com",
            "4111 1111 1111 1111",
            "+49 30 901820",
            " ",
            "-",
            "&#",
            "64;",
            "%",
            "40",
            "a",
            " b",
            " c ",
            "@",
            ".com",
            "eyJ",
            "\u200B",
            "é",
            "\uD83D",
            "\uDE00",
            "DE89",
            "3704 0044 0532 0130 00",
            "sk-",
            "1",
            "\n",
            "(at)",
            "\r",
            "\u0301");

    private final Detector detector = new Detector(PersonalRecords.of(
            Set.of("email", "payment_card", "iban", "phone", "ip_address", "national_id", "secret"),
            List.of("DE", "US")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello Jo, write to jo@example.com or call +49 30 901820 today.",
                "4111 1111 1111 1111",
                "IBAN DE89370400440532013000",
                "from 203.0.113.7 or 2001:db8::8a2e:370:7334",
                "jo (at) example (dot) com; jo at example dot com",
                "jo%40example.com &amp; 4111&nbsp;1111&nbsp;1111&nbsp;1111 100%",
                "so j o @ e x a m p l e . c o m it is, a b c",
                "api_key = \"sk-proj-abc123DEF456ghi789JKL012\"",
                "ｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ 𝐣𝐨@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦 \uD83D\uDE00\uFE0F zürich",
                "{\"to\":\"jo@example.com\",\"n\":\"\\u0034111 1111 1111 1111\"}",
                "ends in what nobody sees, jo@example.com \u200B\u0301",
                "4\r1\r1\r1 DE89 3704 0044 0532 0130 00\r4",
                "my SSN is 536-90-4399, DNI 12345678Z",
                "%%%4111111111111111 &&&&#64 \\\\u004 a-b-c-d-e-f-g h i"
            })
    void masksEverySplitAsTheWhole(String text) {
        String whole = detector.mask(text, Substitute.LABEL);

        for (int cut = 0; cut <= text.length(); cut++) {
            StreamMask mask = detector.stream(Substitute.LABEL);
            String told = mask.push(text.substring(0, cut)) + mask.push(text.substring(cut)) + mask.end();
            assertThat(told).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(bySigns(text)).isEqualTo(whole);
    }

    @Test
    void masksWhatIsLongerThanAWindowOnceForEverySplit() {
        String text = "the token " + LONG_TOKEN + " is mine";

        assertThat(detector.mask(text, Substitute.LABEL)).isEqualTo("the token [SECRET_JWT] is mine");
        assertThat(bySigns(text)).isEqualTo("the token [SECRET_JWT] is mine");
        for (int cut = 0; cut <= text.length(); cut += 7) {
            StreamMask mask = detector.stream(Substitute.LABEL);
            String told = mask.push(text.substring(0, cut)) + mask.push(text.substring(cut)) + mask.end();
            assertThat(told).isEqualTo("the token [SECRET_JWT] is mine");
        }
    }

    @Test
    void masksRandomTextsInRandomPiecesAsTheWhole() {
        Random random = new Random(20261121);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            String whole = detector.mask(text.toString(), Substitute.LABEL);
            assertThat(byPieces(text.toString(), random)).as(text.toString()).isEqualTo(whole);
        }
    }

    @Test
    @Tag("O03")
    void holdsBackNoBeginningOfWhatComesLast() {
        StreamMask mask = detector.stream(Substitute.LABEL);

        String first = mask.push("mail jo@exam");
        String second = mask.push("ple.com");

        assertThat(first + second).isEqualTo("mail ");
        assertThat(mask.end()).isEqualTo("[EMAIL]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "a.", "@a", "1 ", "\u200B", "a\u200B", "&", "%4", "-", "\uD835\uDC23", "a "})
    @Tag("O05")
    void holdsBackLittleHoweverLongTheText(String unit) {
        String text = unit.repeat(1_000_000 / unit.length() / 16);
        StreamMask mask = detector.stream(Substitute.LABEL);
        StringBuilder told = new StringBuilder();

        for (int from = 0; from < text.length(); from += 64) {
            int to = Math.min(text.length(), from + 64);
            told.append(mask.push(text.substring(from, to)));
            assertThat(mask.held()).isLessThanOrEqualTo(StreamMask.MOST_HELD);
        }

        assertThat(told + mask.end()).isEqualTo(text);
    }

    @Test
    @Tag("O05")
    void leavesAMegabyteWithoutBlanksAsItWas() {
        String text = "abcdefgh".repeat(131_072);

        assertThat(detector.mask(text, Substitute.LABEL)).isEqualTo(text);
    }

    private String bySigns(String text) {
        StreamMask mask = detector.stream(Substitute.LABEL);
        StringBuilder told = new StringBuilder();
        text.chars().forEach(sign -> told.append(mask.push(Character.toString(sign))));
        return told + mask.end();
    }

    private String byPieces(String text, Random random) {
        StreamMask mask = detector.stream(Substitute.LABEL);
        StringBuilder told = new StringBuilder();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            told.append(mask.push(text.substring(from, to)));
            from = to;
        }
        return told + mask.end();
    }
}
