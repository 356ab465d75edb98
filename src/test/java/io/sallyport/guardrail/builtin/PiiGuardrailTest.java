package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PiiGuardrailTest {
    @TempDir
    Path folder;

    private static Guardrail guardrail(Path names) {
        return PiiGuardrail.KIND
                .reader()
                .apply(Json.object()
                        .put("names", Json.array().add("Project Falcon"))
                        .put("names_file", names.toString())
                        .toJson());
    }

    @Test
    void masksNamesOfAListInAFile() throws IOException {
        Path names = Files.writeString(folder.resolve("names.txt"), "# our people\n\nAda Lovelace \nJürgen Groß\n");
        String said = "ask ADA LOVELACE and Jürgen Groß about Project Falcon, not Adam";

        Replaced verdict = (Replaced)
                guardrail(names).check(new Content(Layer.INPUT, "m", List.of(new Piece("a", said)), Map.of()));

        assertThat(verdict.texts()).containsEntry("a", "ask [NAME] and [NAME] about [NAME], not Adam");
        assertThat(verdict.note()).isEqualTo("name 3");
    }

    @ParameterizedTest
    @Tag("O13")
    @ValueSource(
            strings = {
                "ada.lovelace@example.org",
                "a d a . l o v e l a c e @ e x a m p l e . o r g",
                "ada.lovelace (at) example (dot) org",
                "ada.lovelace&#64;example.org",
                "ada.lovelace%40example.org",
                "ada.lovelace\\u0040example.org",
                "ada.\u200blovelace@exam\u200bple.org",
                "\uff41\uff44\uff41.lovelace@example.org",
                "DE89 3704 0044 0532 0130 00",
                "D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0",
                "\ud835\udfd2111 1111 1111 1111",
                "4111&#49;11111111111",
                "4111-1111-1111-1111"
            })
    void readsAnswersThroughTheSameDisguisesAsRequestsWholeAndStreamed(String disguised) {
        Guardrail.Masking pii = (Guardrail.Masking) PiiGuardrail.KIND.reader().apply(Json.parse("{}"));
        String text = "It is " + disguised + " today.";

        Verdict asked = pii.check(new Content(Layer.INPUT, "m", List.of(new Piece("a", text)), Map.of()));
        Verdict answered = pii.check(new Content(Layer.OUTPUT, "m", List.of(new Piece("a", text)), Map.of()));
        StreamMask mask = pii.stream(_ -> {});
        StringBuilder streamed = new StringBuilder();
        text.chars().forEach(sign -> streamed.append(mask.push(Character.toString(sign))));
        streamed.append(mask.end());

        assertThat(answered).isInstanceOf(Replaced.class).isEqualTo(asked);
        assertThat(((Replaced) answered).texts().get("a"))
                .isEqualTo(streamed.toString())
                .doesNotContain(disguised);
    }

    @Test
    void isInAnotherStateWithAnotherList() throws IOException {
        Path names = Files.writeString(folder.resolve("names.txt"), "Ada\n");
        String first = guardrail(names).state();
        String same = guardrail(names).state();
        Files.writeString(names, "Ada\nBob\n");

        assertThat(same).isEqualTo(first).isNotEmpty();
        assertThat(guardrail(names).state()).isNotEqualTo(first);
    }

    @Test
    void refusesAListThatCannotBeRead() throws IOException {
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'J', (byte) 0xFC, '\n'});

        assertThatThrownBy(() -> guardrail(folder.resolve("nowhere.txt"))).hasMessageContaining("at most 8 MB");
        assertThatThrownBy(() -> guardrail(latin)).hasMessageContaining("must be UTF-8");
    }
}
