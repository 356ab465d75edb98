package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    private static final Json CHAT = Json.parse("""
            {"model": "small", "stream": null, "n": 2, "top_p": 0.10,
             "messages": [{"role": "user", "content": "hi"}, {"role": 7}]}""");

    @Test
    void walksDownAPathOfNamesAndIndexes() {
        assertThat(CHAT.path("messages.0.content").text()).isEqualTo("hi");
        assertThat(CHAT.get("messages").at(1).get("role").asLong()).isEqualTo(7);
        assertThat(CHAT.get("n").asLong()).isEqualTo(2);
    }

    @Test
    void answersAMissingValueForWhatIsNotThere() {
        assertThat(CHAT.get("tools").at(3).get("name").isMissing()).isTrue();
        assertThat(CHAT.path("messages.9").isMissing()).isTrue();
        assertThat(CHAT.get("tools").textOr("none")).isEqualTo("none");
        assertThat(CHAT.get("stream").boolOr(true)).isTrue();
        assertThat(CHAT.get("max_tokens").longOr(5)).isEqualTo(5);
    }

    @Test
    void namesThePathOfAValueOfTheWrongType() {
        Json role = CHAT.path("messages.1.role");

        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(role::text)
                .withMessage("messages[1].role: must be a text")
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("messages[1].role"));
        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(() -> CHAT.get("tools").elements())
                .withMessage("tools: is missing");
    }

    @Test
    @Tag("Q13")
    void keepsNumbersExact() {
        Json numbers = Json.parse("[0.1, 1e400, 9007199254740993, 123456789012345678901234567890, 1.50, 3.0]");

        assertThat(numbers.at(0).decimal()).isEqualTo(new BigDecimal("0.1"));
        assertThat(numbers.at(1).decimal()).isEqualTo(new BigDecimal("1e400"));
        assertThat(numbers.at(2).asLong()).isEqualTo(9007199254740993L);
        assertThat(numbers.at(3).decimal().toBigIntegerExact())
                .isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(numbers.at(4)).hasToString("1.50");
        assertThat(numbers.at(5).asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1.5,whole number of 64 bits", "1e30,whole number of 64 bits", "9223372036854775808,64 bits"})
    void refusesToCutANumber(String number, String message) {
        Json json = Json.parse(number);

        assertThatExceptionOfType(JsonProblem.class).isThrownBy(json::asLong).withMessageContaining(message);
    }

    @Test
    void refusesToComputeWithAHugeExponent() {
        Json json = Json.parse("{\"price\": 1e999999999}");

        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(() -> json.get("price").decimal())
                .withMessage("price: must be a number of ordinary size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"b\":1,\"b\":2}}|a.b: appears twice",
                "{\"a\":[1,{\"b\":nul}]}|a[1].b: is not valid JSON at line 1, column 14",
                "{} {}|has more text after the JSON value",
                "{} x|is not valid JSON at line 1, column 4",
                "''|is empty, not JSON",
                "[1,]|[1]: is not valid JSON at line 1, column 4",
                "{'a':1}|is not valid JSON at line 1, column 2",
                "[NaN]|[0]: is not valid JSON at line 1, column 5",
                "[01]|[0]: is not valid JSON at line 1, column 3"
            })
    void refusesWhatIsNotStrictJson(String text, String message) {
        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(() -> Json.parse(text))
                .withMessage(message);
    }

    @Test
    void refusesMoreThanSixtyFourLevels() {
        String allowed = "[".repeat(64) + "]".repeat(64);
        String tooDeep = "[".repeat(65) + "]".repeat(65);

        assertThat(Json.parse(allowed).isArray()).isTrue();
        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(() -> Json.parse(tooDeep))
                .withMessageEndingWith("is nested deeper than 64 levels");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0AF, 0xEDA0, 0xFFFE, 0x80})
    void refusesBytesThatAreNotUtf8(int pair) {
        byte[] bytes = {'"', (byte) (pair >> 8), (byte) pair, (byte) 0x80, '"'};

        assertThatExceptionOfType(JsonProblem.class)
                .isThrownBy(() -> Json.parse(Bytes.of(bytes)))
                .withMessage("is not valid UTF-8");
    }

    @Test
    void takesTheReplacementCharacterItself() {
        assertThat(Json.parse(Bytes.of("\"\uFFFD\"")).text()).isEqualTo("\uFFFD");
    }

    @Test
    void buildsObjectsAndArraysInOrder() {
        Json json = Json.object()
                .put("b", 1)
                .put("a", "text")
                .put("c", Json.array().add("x").add(2).add(Json.NULL).toJson())
                .put("absent", CHAT.get("nothing"))
                .toJson();

        assertThat(json).hasToString("{\"b\":1,\"a\":\"text\",\"c\":[\"x\",2,null]}");
        assertThat(json.bytes()).isEqualTo(Bytes.of(json.toString()));
    }

    @Test
    void leavesTheOriginalAsItIsWhenItIsChanged() {
        Json original = Json.parse("{\"model\":\"a\",\"stream\":true}");

        Json changed =
                JsonObject.from(original).put("model", "b").remove("stream").toJson();

        assertThat(changed).hasToString("{\"model\":\"b\"}");
        assertThat(original).hasToString("{\"model\":\"a\",\"stream\":true}");
    }

    @Test
    void writesHalfOfASurrogatePairAsValidUtf8() {
        Bytes bytes = Json.parse("\"a\\ud800b\"").bytes();

        assertThat(bytes.text()).isEqualTo("\"a?b\"");
    }

    @Test
    void refusesNumbersNoDecimalCanHold() {
        JsonProblem problem = catchThrowableOfType(JsonProblem.class, () -> Json.parse("{\"a\":1e99999999999}"));

        assertThat(problem).hasMessageContaining("out of range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"\\/\b\f\n\r\t\u0000\u001f\u007f", "\u00fc\u2028\ud83d\ude00", "\"],[\""})
    void quotesAnyText(String text) {
        StringBuilder quoted = new StringBuilder("[");

        Json.quote(text, quoted);

        assertThat(Json.parse(quoted.append(']').toString()).at(0).text()).isEqualTo(text);
    }
}
