package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.json.JsonLeaves.Leaf;
import io.sallyport.lang.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLeavesTest {
    private static final Bytes JSON =
            Bytes.of("{ \"a\": [\"x\\u00e4\", {\"b.c\":-1e5, \"d\":true}], \"e\":\"\", \"f\":[[]], \"g\":null}");

    @Test
    void findsEveryTextAndNumberWithItsPath() {
        List<Leaf> leaves = JsonLeaves.of(JSON);

        assertThat(leaves).extracting(Leaf::path).containsExactly("a[0]", "a[1].b.c", "e");
        assertThat(leaves).extracting(Leaf::value).containsExactly("xä", "-1e5", "");
        assertThat(leaves).extracting(Leaf::isText).containsExactly(true, false, true);
    }

    @Test
    void putsOtherTextsInTheirPlacesAndLeavesTheRestAsItCame() {
        Bytes changed = JsonLeaves.with(JSON, JsonLeaves.of(JSON), Map.of("a[0]", "\"q\"\n", "e", "new"));

        assertThat(changed.text())
                .isEqualTo(
                        "{ \"a\": [\"\\\"q\\\"\\n\", {\"b.c\":-1e5, \"d\":true}], \"e\":\"new\", \"f\":[[]], \"g\":null}");
    }

    @Test
    void changesNothingWithoutOtherTexts() {
        assertThat(JsonLeaves.with(JSON, JsonLeaves.of(JSON), Map.of())).isSameAs(JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "\"a",
                "\"\\x\"",
                "tru",
                "{} x",
                "01",
                "\"\u0001\""
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonLeaves.of(Bytes.of(text))).isInstanceOf(JsonProblem.class);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        Bytes deep = Bytes.of("[".repeat(70) + "]".repeat(70));

        assertThatThrownBy(() -> JsonLeaves.of(deep)).isInstanceOf(JsonProblem.class);
    }
}
