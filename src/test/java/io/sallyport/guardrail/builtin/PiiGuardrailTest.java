package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
