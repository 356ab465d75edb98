package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLineTest {
    private final List<String> lines = new ArrayList<>();
    private final JsonLine line =
            new JsonLine((bytes, length) -> lines.add(new String(bytes, 0, length, StandardCharsets.UTF_8)));

    @Test
    void writesOneObjectPerLineInTheOrderOfItsMembers() {
        line.begin().put("b", "text").put("a", 12L).put("c", true).end();
        line.begin().word("id", "key-1").word("empty", "").end();
        line.begin().put("next", -1L).end();
        line.begin().end();

        assertThat(lines)
                .containsExactly(
                        "{\"b\":\"text\",\"a\":12,\"c\":true}\n",
                        "{\"id\":\"key-1\",\"empty\":\"\"}\n",
                        "{\"next\":-1}\n",
                        "{}\n");
    }

    @ParameterizedTest
    @Tag("N07")
    @ValueSource(
            strings = {
                "quote \" and backslash \\ and / slash",
                "\r\n\t\b\f\u0000\u0001\u001f\u007f",
                "\u0080\u0085\u2028\u2029\ufeff\uffff",
                "h\u00e9llo \u20ac \ud83d\ude00",
                "\"},\"forged\":\"",
                "HIGH alone",
                "LOW alone",
                "LOWHIGH the wrong way round",
                "at the end HIGH"
            })
    void keepsAnyTextWholeAndOnItsLine(String pattern) {
        String text = pattern.replace("HIGH", "\ud83d").replace("LOW", "\ude00");

        line.begin().put("text", text).end();

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).endsWith("}\n");
        assertThat(lines.getFirst().strip().chars()).allMatch(c -> c >= ' ');
        assertThat(Json.parse(lines.getFirst()).get("text").text()).isEqualTo(text);
    }

    @Test
    @Tag("N07")
    void writesEveryCharacterAsAllOtherJsonDoes() {
        for (int code = 0; code <= Character.MAX_VALUE; code++) {
            String text = "a" + (char) code + "b";

            line.begin().put("text", text).end();

            assertThat(lines.removeLast()).isEqualTo(byLibrary(text));
        }
    }

    @Test
    void writesMomentsInIso8601() {
        line.begin().put("at", Instant.parse("2026-11-21T12:30:00.000250Z")).end();

        assertThat(lines).containsExactly("{\"at\":\"2026-11-21T12:30:00.000250Z\"}\n");
    }

    @Test
    void writesFixedMembersLikeTheOthers() {
        JsonLine.Fixed fixed =
                JsonLine.Fixed.of(members -> members.put("b", "\u20ac\"").put("c", 7));

        line.begin().put("a", 1).put(fixed).put("d", true).end();
        line.begin().put(fixed).put(fixed).end();

        assertThat(lines)
                .containsExactly(
                        "{\"a\":1,\"b\":\"\u20ac\\\"\",\"c\":7,\"d\":true}\n",
                        "{\"b\":\"\u20ac\\\"\",\"c\":7,\"b\":\"\u20ac\\\"\",\"c\":7}\n");
    }

    @Test
    void writesLinesOfAnyLength() {
        String text = "\u20ac".repeat(20_000);

        line.begin().put("long", text).end();

        assertThat(lines).hasSize(1);
        assertThat(Json.parse(lines.getFirst()).get("long").text()).isEqualTo(text);
    }

    @Test
    void forgetsALineThatNeverEnded() {
        line.begin().put("left", "behind");

        line.begin().put("next", "x".repeat(10_000)).end();

        assertThat(lines).containsExactly("{\"next\":\"" + "x".repeat(10_000) + "\"}\n");
    }

    private static String byLibrary(String text) {
        byte[] json = Jackson.MAPPER.writeValueAsBytes(Map.of("text", text));
        return new String(json, StandardCharsets.UTF_8) + "\n";
    }
}
