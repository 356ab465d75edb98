package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.guardrail.Guardrail.Masking;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventMasksTest {
    private static final String TEXT = "Ask bob@example.org";

    @Test
    @Tag("O01")
    @Tag("O03")
    void masksAnEntityWhereverItIsCutAndAlsoAtTheEnd() {
        for (int cut = 1; cut < TEXT.length(); cut++) {
            List<Json> events =
                    shown(chat(0, TEXT.substring(0, cut)), chat(0, TEXT.substring(cut)), finish(0), "[DONE]");

            assertThat(text(events, 0)).isEqualTo("Ask [EMAIL]");
        }
    }

    @Test
    @Tag("D21")
    void keepsTheTextsOfSeveralChoicesApart() {
        List<Json> events =
                shown(chat(0, "bob@exa"), chat(1, "no mail"), chat(0, "mple.org"), finish(1), finish(0), "[DONE]");

        assertThat(text(events, 0)).isEqualTo("[EMAIL]");
        assertThat(text(events, 1)).isEqualTo("no mail");
    }

    @Test
    void tellsWhatIsHeldBackBeforeItsChoiceEnds() {
        List<Json> events = shown(chat(0, TEXT), finish(0), "[DONE]");

        assertThat(events).hasSize(3);
        assertThat(events.get(1).path("choices.0.delta.content").text()).contains("[EMAIL]");
        assertThat(events.get(2).path("choices.0.finish_reason").text()).isEqualTo("stop");
    }

    @Test
    void sendsNoNameOfAToolTwice() {
        String first = "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"send\",\"arguments\":\"{\\\"to\\\":\\\"bob@example.org\\\"}\"}}]}}]}";

        List<Json> events = shown(first, finish(0), "[DONE]");

        StringBuilder arguments = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (Json event : events) {
            Json call = event.path("choices.0.delta.tool_calls.0.function");
            arguments.append(call.get("arguments").textOr(""));
            names.append(call.get("name").textOr(""));
        }
        assertThat(arguments).hasToString("{\"to\":\"[EMAIL]\"}");
        assertThat(names).hasToString("send");
    }

    @Test
    void masksBlocksOfMessagesBeforeTheyStop() {
        List<Json> events = shown(
                block(0, "to bob@ex"),
                block(0, "ample.org"),
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
                "{\"type\":\"message_stop\"}");

        StringBuilder said = new StringBuilder();
        for (Json event : events) {
            if (event.get("type").text().equals("content_block_stop")) {
                assertThat(said).hasToString("to [EMAIL]");
            }
            said.append(event.path("delta.text").textOr(""));
        }
        assertThat(said).hasToString("to [EMAIL]");
    }

    @Test
    void masksTheWholeTextsOfResponsesLikeTheirPieces() {
        List<Json> events = shown(
                "{\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,"
                        + "\"delta\":\"bob@exam\"}",
                "{\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,"
                        + "\"delta\":\"ple.org\"}",
                "{\"type\":\"response.output_text.done\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,"
                        + "\"text\":\"bob@example.org\"}",
                "{\"type\":\"response.completed\",\"response\":{\"output\":[{\"content\":[{\"text\":\"bob@example.org\"}]}]}}");

        StringBuilder said = new StringBuilder();
        events.forEach(event -> said.append(event.get("delta").textOr("")));
        assertThat(said).hasToString("[EMAIL]");
        assertThat(events)
                .last()
                .satisfies(event -> assertThat(
                                event.path("response.output.0.content.0.text").text())
                        .isEqualTo("[EMAIL]"));
        assertThat(events.toString()).doesNotContain("bob");
    }

    @Test
    @Tag("O05")
    void leavesCleanEventsByteForByteOnceNothingIsHeldBack() {
        EventMasks masks = new EventMasks(List.of(new Mails()));
        Bytes event = Bytes.of("data:  {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n");

        assertThat(masks.take(event)).isEqualTo(event);
    }

    @Test
    @Tag("O01")
    void forwardsNothingThatItCannotRead() {
        EventMasks masks = new EventMasks(List.of(new Mails()));

        assertThatThrownBy(() -> masks.take(Bytes.of("data: {\"choices\":[\n\n")))
                .isInstanceOf(JsonProblem.class);
    }

    @Test
    void saysWhatItFound() {
        EventMasks masks = new EventMasks(List.of(new Mails()));
        masks.take(Bytes.of("data: " + chat(0, TEXT) + "\n\ndata: " + finish(0) + "\n\n"));

        assertThat(masks.found()).hasToString("[email 1]");
    }

    private static List<Json> shown(String... data) {
        EventMasks masks = new EventMasks(List.of(new Mails()));
        StringBuilder out = new StringBuilder();
        for (String one : data) {
            out.append(masks.take(Bytes.of("data: " + one + "\n\n")).text());
        }
        out.append(masks.end().text());
        List<Json> events = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            if (line.startsWith("data: {")) {
                events.add(Json.parse(line.substring(6)));
            }
        }
        return events;
    }

    private static String text(List<Json> events, int choice) {
        StringBuilder text = new StringBuilder();
        for (Json event : events) {
            Json first = event.path("choices.0");
            if (first.get("index").asLong() == choice) {
                text.append(first.path("delta.content").textOr(""));
            }
        }
        return text.toString();
    }

    private static String chat(int choice, String text) {
        return "{\"choices\":[{\"index\":" + choice + ",\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}";
    }

    private static String finish(int choice) {
        return "{\"choices\":[{\"index\":" + choice + ",\"delta\":{},\"finish_reason\":\"stop\"}]}";
    }

    private static String block(int index, String text) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}";
    }

    /// Masks mail addresses in the simplest way.
    private static final class Mails implements Masking {
        private final Detector detector = new Detector(List.of(new Mail()));

        @Override
        public Verdict check(Content content) {
            return Verdict.Passed.CLEAN;
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            return detector.stream((kind, value) -> {
                found.accept(kind);
                return Substitute.LABEL.of(kind, value);
            });
        }
    }

    /// Letters, an at sign, letters and dots.
    private static final class Mail implements Recogniser {
        @Override
        public String kind() {
            return "email";
        }

        @Override
        public boolean beginsWith(char first) {
            return Window.isLetter(first);
        }

        @Override
        public int end(Window text, int at) {
            int place = at;
            while (Window.isLetter(text.at(place))) {
                place++;
            }
            if (text.at(place) != '@') {
                return NOTHING;
            }
            place++;
            while (Window.isLetter(text.at(place)) || text.at(place) == '.') {
                place++;
            }
            return place;
        }
    }
}
