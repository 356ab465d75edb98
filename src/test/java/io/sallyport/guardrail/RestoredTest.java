package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RestoredTest {
    private static final String VALUE = "Ada \"A.\" Lovelace";

    private final Pseudonyms pseudonyms = Pseudonyms.unknownTo(List.of());
    private final String word = pseudonyms.of("name", VALUE);

    @Test
    void escapesValuesInTheArgumentsOfCallsOnly() {
        JsonObject call = Json.object()
                .put("content", "for " + word)
                .put("arguments", Json.object().put("to", word).toJson().toString());

        Json restored = Json.parse(Restored.whole(call.toJson().bytes(), List.of(pseudonyms)));

        assertThat(restored.get("content").text()).isEqualTo("for " + VALUE);
        assertThat(Json.parse(restored.get("arguments").text()).get("to").text())
                .isEqualTo(VALUE);
    }

    @Test
    @Tag("O01")
    void turnsArgumentsBackWhereverTheirStreamIsCut() {
        String arguments = Json.object().put("to", word).toJson().toString();
        for (int cut = 1; cut < arguments.length(); cut++) {
            Bytes events = Bytes.of(piece(arguments.substring(0, cut)) + piece(arguments.substring(cut)) + stop());

            String said = said(Restored.stream(events, List.of(pseudonyms)).text());

            assertThat(Json.parse(said).get("to").text()).isEqualTo(VALUE);
        }
    }

    @Test
    void turnsTheLastWordsBackFirst() {
        Pseudonyms second = Pseudonyms.unknownTo(List.of());
        String wordForWord = second.of("word", word);

        Bytes restored = Restored.whole(Bytes.of("[\"" + wordForWord + "\"]"), List.of(pseudonyms, second));

        assertThat(Json.parse(restored).at(0).text()).isEqualTo(VALUE);
    }

    @Test
    void leavesAloneWhatIsNoJsonAndWhatHasNoWords() {
        Bytes page = Bytes.of("<html>" + word);
        Bytes plain = Bytes.of("{\"content\":  \"hi\"}");

        assertThat(Restored.whole(page, List.of(pseudonyms)).text()).isEqualTo(page.text());
        assertThat(Restored.whole(plain, List.of(pseudonyms)).text()).isEqualTo(plain.text());
        assertThat(Restored.stream(page, List.of())).isSameAs(page);
    }

    private static String piece(String json) {
        Json data = Json.object()
                .put("type", "content_block_delta")
                .put("index", 1)
                .put("delta", Json.object().put("type", "input_json_delta").put("partial_json", json))
                .toJson();
        return "event: content_block_delta\ndata: " + data + "\n\n";
    }

    private static String stop() {
        return "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n";
    }

    private static String said(String events) {
        StringBuilder said = new StringBuilder();
        for (String line : events.lines().toList()) {
            if (line.startsWith("data: ")) {
                said.append(
                        Json.parse(line.substring(6)).path("delta.partial_json").textOr(""));
            }
        }
        return said.toString();
    }
}
