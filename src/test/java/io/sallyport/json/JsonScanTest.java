package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {
    private static final String MUTATIONS = "{}[]\",:\\ue1-+. ntf\n\u0000";

    @Test
    void findsTopLevelMembersOnly() {
        JsonScan scan = scan("{\"a\":{\"model\":\"inner\"},\"model\":\"outer\",\"stream\":true,\"n\":3}");

        assertThat(scan.text("model")).contains("outer");
        assertThat(scan.bool("stream")).contains(true);
        assertThat(scan.whole("n")).contains(3L);
        assertThat(scan.value("model").orElseThrow().text()).isEqualTo("\"outer\"");
    }

    @Test
    void resolvesEscapesInNamesAndTexts() {
        JsonScan scan = scan("{\"mod\\u0065l\":\"g\\u0070t\\n\"}");

        assertThat(scan.text("model")).contains("gpt\n");
    }

    @ParameterizedTest
    @Tag("B09")
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "{",
                "{}x",
                "{} {}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":tru}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"x}",
                "// c\n{}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":-}"
            })
    void refusesWhatIsNotOneObject(String text) {
        assertThat(refusal(text).code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @Tag("B07")
    @ValueSource(
            strings = {
                "{\"model\":\"a\",\"model\":\"b\"}",
                "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}",
                "{\"mod\\u0065l\":\"a\",\"model\":\"b\"}",
                "{\"x\":[{\"y\":1,\"y\":2}]}",
                "{\"é\":1,\"\\u00e9\":2}"
            })
    void refusesAMemberThatStandsTwice(String text) {
        assertThat(refusal(text).code()).isEqualTo("duplicate_key");
    }

    @Test
    void acceptsTheSameNameInDifferentObjects() {
        JsonScan scan = scan("{\"a\":{\"x\":1},\"b\":{\"x\":2},\"x\":[{\"x\":1},{\"x\":1}]}");

        assertThat(scan.value("x")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "C080",
        "C1BF",
        "E08080",
        "EDA080",
        "EDBFBF",
        "F0808080",
        "F4908080",
        "F5808080",
        "80",
        "C3",
        "E282",
        "FF"
    })
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        byte[] text = join("{\"a\":\"".getBytes(StandardCharsets.UTF_8), bad, "\"}".getBytes(StandardCharsets.UTF_8));

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> JsonScan.object(Bytes.of(text)));

        assertThat(refused.refusal().code()).isEqualTo("invalid_utf8");
    }

    @Test
    void acceptsEveryLengthOfUtf8() {
        assertThat(scan("{\"a\":\"é€😀\"}").text("a")).contains("é€😀");
    }

    @Test
    @Tag("B03")
    void refusesDeepNestingWithoutOverflow() {
        String deep = "{\"a\":" + "[".repeat(100_000);

        assertThat(refusal(deep).code()).isEqualTo("json_too_deep");
    }

    @Test
    void acceptsTheDeepestAllowedNesting() {
        String text = "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}";

        assertThat(scan(text).value("a")).isPresent();
    }

    @Test
    @Tag("B05")
    void refusesTooManyMembers() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            text.append('"').append('k').append(i).append("\":1,");
        }

        assertThat(refusal(text.append("\"z\":1}").toString()).code()).isEqualTo("invalid_value");
    }

    /// With a hash that can be foreseen this takes minutes: each name is then compared with all before it.
    @Test
    @Tag("B13")
    @Timeout(20)
    void readsNamesThatWereMadeToCollide() {
        String members = IntStream.range(0, 4_000)
                .mapToObj(JsonScanTest::colliding)
                .map(name -> "\"" + name + "\":1")
                .collect(Collectors.joining(","));
        String objects = String.join(",", Collections.nCopies(100, "{" + members + "}"));

        JsonScan scan = scan("{\"model\":\"m\",\"all\":[" + objects + "]}");

        assertThat(scan.text("model")).contains("m");
    }

    /// One of many names with the same hash code in Java, with an escape in it.
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder("\\u0041");
        for (int bit = 0; bit < 12; bit++) {
            name.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    @Tag("B15")
    void namesTheMemberOfTheWrongType() {
        JsonScan scan = scan("{\"stream\":\"true\",\"n\":\"3\",\"max_tokens\":1.5,\"model\":7}");

        assertThat(catchThrowableOfType(RefusedException.class, () -> scan.bool("stream"))
                        .refusal())
                .isEqualTo(new BadRequest("invalid_type", "'stream' must be true or false.", "stream"));
        assertThat(catchThrowableOfType(RefusedException.class, () -> scan.whole("n"))
                        .refusal()
                        .code())
                .isEqualTo("invalid_type");
        assertThat(catchThrowableOfType(RefusedException.class, () -> scan.whole("max_tokens"))
                        .refusal()
                        .code())
                .isEqualTo("invalid_type");
        assertThat(catchThrowableOfType(RefusedException.class, () -> scan.text("model"))
                        .refusal()
                        .code())
                .isEqualTo("invalid_type");
    }

    @Test
    @Tag("Q07")
    void refusesNumbersThatDoNotFit() {
        JsonScan scan = scan("{\"max_tokens\":99999999999999999999}");

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> scan.whole("max_tokens"));

        assertThat(refused.refusal().code()).isEqualTo("invalid_value");
    }

    @Test
    void agreesWithTheJsonLibraryOnMutatedTexts() {
        Random random = new Random(20261121);
        byte[] seed = ("{\"model\":\"gpt\\u0041\",\"messages\":[{\"role\":\"user\",\"content\":\"hé\\n\"}],"
                        + "\"t\":-1.5e+3,\"s\":true,\"x\":null,\"e\":{},\"l\":[[],0]}")
                .getBytes(StandardCharsets.UTF_8);

        for (int i = 0; i < 20_000; i++) {
            byte[] text = seed.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                text[random.nextInt(text.length)] = (byte) MUTATIONS.charAt(random.nextInt(MUTATIONS.length()));
            }
            assertThat(accepts(text))
                    .as(new String(text, StandardCharsets.UTF_8))
                    .isEqualTo(libraryAccepts(text));
        }
    }

    private static boolean accepts(byte[] text) {
        try {
            JsonScan.object(Bytes.of(text));
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private static boolean libraryAccepts(byte[] text) {
        try {
            return Json.parse(Bytes.of(text)).isObject();
        } catch (JsonProblem e) {
            return false;
        }
    }

    private static JsonScan scan(String text) {
        return JsonScan.object(Bytes.of(text));
    }

    private static BadRequest refusal(String text) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> scan(text));
        return (BadRequest) refused.refusal();
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
