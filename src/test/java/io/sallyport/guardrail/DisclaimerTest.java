package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Guardrail.Masking;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("GU21")
final class DisclaimerTest {
    private static final String SENTENCE = "Changed by our rules.";
    private static final Disclaimer DISCLAIMER = new Disclaimer(SENTENCE);

    @Test
    void standsBehindWhatPeopleReadAndNowhereElse() {
        Guardrail guardrail = DISCLAIMER.on(new Stars());
        Content content = new Content(
                Layer.OUTPUT,
                "m",
                List.of(
                        new Piece("choices[0].message.content", "say secret"),
                        new Piece("choices[1].message.content", "say nothing"),
                        new Piece("choices[0].message.reasoning_content", "a secret thought"),
                        new Piece("choices[0].message.tool_calls[0].function.arguments", "{\"a\":\"secret\"}"),
                        new Piece("choices[2].message.content", "{\"a\":\"secret\"}")),
                Map.of());

        Replaced verdict = (Replaced) guardrail.check(content);

        assertThat(verdict.texts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "choices[0].message.content", "say ***\n\n" + SENTENCE,
                        "choices[0].message.reasoning_content", "a *** thought",
                        "choices[0].message.tool_calls[0].function.arguments", "{\"a\":\"***\"}",
                        "choices[2].message.content", "{\"a\":\"***\"}"));
        assertThat(guardrail.waits()).isFalse();
    }

    @Test
    void saysNothingWhereNothingWasChanged() {
        Guardrail whole = DISCLAIMER.on(_ -> Passed.CLEAN);
        Content content = new Content(Layer.OUTPUT, "m", List.of(new Piece("content[0].text", "fine")), Map.of());

        assertThat(whole.check(content)).isEqualTo(Passed.CLEAN);
        assertThat(whole.waits()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "content[0].text, content[0].type, text, true",
        "output[0].content[0].text, output[0].content[0].type, output_text, true",
        "output[0].content[0].text, output[0].content[0].type, reasoning_text, false",
        "output[0].summary[0].text, output[0].summary[0].type, summary_text, false",
        "delta, type, response.output_text.delta, true",
        "delta, type, response.function_call_arguments.delta, false",
        "output_index0/content_index0/delta, output_index0/content_index0/type, response.reasoning_text.delta, false",
        "content[0].thinking, content[0].type, thinking, false",
    })
    void knowsWhatPeopleRead(String place, String typePlace, String type, boolean isRead) {
        assertThat(Prose.isAt(place, Map.of(typePlace, type))).isEqualTo(isRead);
    }

    @Test
    void endsAStreamedTextThatWasMasked() {
        String secret = said("no secret", " here");
        String clean = said("nothing", " here");
        String json = said("{\"a\":", "\"secret \"}");

        assertThat(secret).isEqualTo("no *** here\n\n" + SENTENCE);
        assertThat(clean).isEqualTo("nothing here");
        assertThat(json).isEqualTo("{\"a\":\"*** \"}");
    }

    @Test
    void endsTheTextOfAStreamThatWasHeld() {
        String events = event("no secret", "null") + event("", "\"stop\"");
        StreamTranscript transcript = StreamTranscript.of(Bytes.of(events));

        Replaced verdict = (Replaced) DISCLAIMER.on(new Stars()).check(transcript.content("m"));

        assertThat(transcript.with(verdict.texts()).text())
                .contains(Json.of("no ***\n\n" + SENTENCE).toString());
    }

    private static String said(String... pieces) {
        EventMasks masks = new EventMasks(List.of((Masking) DISCLAIMER.on(new Stars())));
        StringBuilder out = new StringBuilder();
        for (String piece : pieces) {
            out.append(masks.take(Bytes.of(event(piece, "null"))).text());
        }
        out.append(masks.take(Bytes.of(event("", "\"stop\""))).text());
        StringBuilder said = new StringBuilder();
        out.toString()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Json.parse(line.substring(6)))
                .forEach(event ->
                        said.append(event.path("choices.0.delta.content").textOr("")));
        return said.toString();
    }

    private static String event(String text, String finish) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":" + Json.of(text) + "},\"finish_reason\":"
                + finish + "}]}\n\n";
    }

    /// Puts stars for a word.
    private static final class Stars implements Masking {
        private final Detector detector = new Detector(List.of(new Word()));

        @Override
        public Verdict check(Content content) {
            Map<String, String> texts = new HashMap<>();
            for (Piece piece : content.pieces()) {
                if (piece.text().contains("secret")) {
                    texts.put(piece.place(), piece.text().replace("secret", "***"));
                }
            }
            return texts.isEmpty() ? Passed.CLEAN : new Replaced(texts, "word 1");
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            return detector.stream((kind, _) -> {
                found.accept(kind);
                return "***";
            });
        }
    }

    /// Knows one word.
    private static final class Word implements Recogniser {
        @Override
        public String kind() {
            return "word";
        }

        @Override
        public boolean beginsWith(char first) {
            return first == 's';
        }

        @Override
        public int end(Window text, int at) {
            String word = "secret";
            for (int i = 0; i < word.length(); i++) {
                if (text.at(at + i) != word.charAt(i)) {
                    return NOTHING;
                }
            }
            return at + word.length();
        }
    }
}
