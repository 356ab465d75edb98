package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.GuardrailFailed;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import io.sallyport.testkit.Script;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PresidioGuardrailTest {
    private final AskedServices services = AskedServices.anywhere();

    @AfterEach
    void closes() {
        services.close();
    }

    @Test
    void asksForOneTextInTheAnalyzersForm() {
        services.service().next(Script.json(200, "[]"));

        Verdict verdict = services.ask(
                PresidioGuardrail.KIND,
                services.config()
                        .put("language", "de")
                        .put("entities", Json.array().add("PERSON")),
                content("Ada wrote.", "Bob read."));

        assertThat(verdict).isEqualTo(Passed.CLEAN);
        assertThat(Json.parse(services.service().requests().getFirst().text()))
                .isEqualTo(Json.parse("{\"text\":\"Ada wrote.\\nBob read.\",\"language\":\"de\","
                        + "\"score_threshold\":0.5,\"entities\":[\"PERSON\"]}"));
    }

    @Test
    void masksEverySpanInItsOwnText() {
        services.service().next(Script.json(200, found(one(0, 3), one(11, 14))));

        Verdict verdict = services.ask(PresidioGuardrail.KIND, services.config(), content("Ada wrote.", "Bob read."));

        assertThat(verdict)
                .isEqualTo(new Replaced(Map.of("[0]", "[PERSON] wrote.", "[1]", "[PERSON] read."), "person 2"));
    }

    @Test
    void countsCodePointsAsTheAnalyzerDoes() {
        services.service().next(Script.json(200, found(one(2, 5))));

        Verdict verdict =
                services.ask(PresidioGuardrail.KIND, services.config(), content("\uD83D\uDE00 Ada \uD83D\uDE00"));

        assertThat(verdict).isEqualTo(new Replaced(Map.of("[0]", "\uD83D\uDE00 [PERSON] \uD83D\uDE00"), "person 1"));
    }

    @Test
    void masksWhatOverlapsOnceAndWhatCrossesTextsInBoth() {
        services.service().next(Script.json(200, found(one(0, 6), one(4, 9), one(11, 15))));

        Verdict verdict = services.ask(PresidioGuardrail.KIND, services.config(), content("Ada Lovelace", "Bob"));

        assertThat(verdict)
                .isEqualTo(new Replaced(Map.of("[0]", "[PERSON]ac[PERSON]", "[1]", "[PERSON]b"), "person 3"));
    }

    @Test
    void leavesOutWhatItIsNotSureOf() {
        services.service().next(Script.json(200, "[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":3,\"score\":0.3}]"));

        Verdict verdict = services.ask(PresidioGuardrail.KIND, services.config(), content("Ada"));

        assertThat(verdict).isEqualTo(Passed.CLEAN);
    }

    @Test
    void refusesWhereItIsToldTo() {
        services.service().next(Script.json(200, found(one(0, 3))));

        Verdict verdict =
                services.ask(PresidioGuardrail.KIND, services.config().put("action", "block"), content("Ada"));

        assertThat(verdict).isEqualTo(new Blocked("person 1", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":99,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\",\"start\":-1,\"end\":2,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\",\"start\":2,\"end\":2,\"score\":1}]",
                "[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":2}]",
                "{\"error\":\"no\"}"
            })
    void cannotTellWhenPlacesAreNone(String answer) {
        services.service().next(Script.json(200, answer));

        assertThatThrownBy(() -> services.ask(PresidioGuardrail.KIND, services.config(), content("Ada")))
                .isInstanceOf(GuardrailFailed.class)
                .hasMessage("its service answered in an unknown form");
    }

    private static Content content(String... texts) {
        List<Piece> pieces = IntStream.range(0, texts.length)
                .mapToObj(i -> new Piece("[" + i + "]", texts[i]))
                .toList();
        return new Content(Layer.OUTPUT, "m", pieces, Map.of());
    }

    private static String found(String... places) {
        return "[" + String.join(",", places) + "]";
    }

    private static String one(int from, int to) {
        return "{\"analysis_explanation\":null,\"end\":" + to + ",\"entity_type\":\"PERSON\",\"score\":0.85,\"start\":"
                + from + ",\"recognition_metadata\":{\"recognizer_name\":\"SpacyRecognizer\"}}";
    }
}
