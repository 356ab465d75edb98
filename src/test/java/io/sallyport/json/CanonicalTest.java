package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("Q01")
final class CanonicalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "{ \"b\" : 1, \"a\" : [ true , null ] } | {\"a\":[true,null],\"b\":1}",
                "{\"a\":{\"z\":{},\"y\":[]}}             | {\"a\":{\"y\":[],\"z\":{}}}",
                "{\"a\":\"\\u0041\\/\\n\"}               | {\"a\":\"A/\\n\"}",
                "{\"\\u0061\":1}                         | {\"a\":1}",
                "[3,1,2]                                 | [3,1,2]",
            })
    void spellsWhatMeansTheSameInOneWay(String text, String canonical) {
        assertThat(canonical(text)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {"[1]|[1.0]", "[1]|[\"1\"]", "[1,2]|[2,1]", "{\"a\":1}|{\"a\":2}", "{}|[]", "[null]|[]"})
    void keepsApartWhatMayMeanSomethingElse(String one, String other) {
        assertThat(canonical(one)).isNotEqualTo(canonical(other));
    }

    @Test
    void comesInPieces() {
        String large = IntStream.range(0, 5_000)
                .mapToObj("\"number %d\""::formatted)
                .toList()
                .toString();
        int[] pieces = new int[1];

        Canonical.write(Json.parse(large), _ -> pieces[0]++);

        assertThat(pieces[0]).isGreaterThan(5);
        assertThat(canonical(large)).isEqualTo(Json.parse(large).toString());
    }

    private static String canonical(String text) {
        StringBuilder all = new StringBuilder();
        Canonical.write(Json.parse(text), all::append);
        return all.toString();
    }
}
