package io.sallyport.provider.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

final class SimulatedVendorTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";
    private static final String TOOLS = "\"tools\":["
            + "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\","
            + "\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}}}}},"
            + "{\"type\":\"function\",\"function\":{\"name\":\"clock\",\"parameters\":{}}}]";

    private final SimulatedVendor vendor =
            new SimulatedVendor(Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void answersTheSamePromptWithTheSameWordsUnderANewId() {
        Json first = chat("sim-1", "");
        Json second = chat("sim-1", "");

        assertThat(first.path("choices.0.message.content").text())
                .contains("hello")
                .isEqualTo(second.path("choices.0.message.content").text());
        assertThat(first.get("id")).isNotEqualTo(second.get("id"));
    }

    @Test
    void countsOneTokenForFourBytes() {
        Json answer = chat("sim-size-10", "");

        assertThat(answer.path("usage.prompt_tokens").asLong()).isEqualTo((HELLO.length() - 11 + 3) / 4);
        assertThat(answer.path("usage.completion_tokens").asLong()).isEqualTo(3);
    }

    @Test
    void stopsAtTheTokenLimit() {
        Json answer = chat("sim-size-1000", ",\"max_tokens\":5");

        assertThat(answer.path("choices.0.message.content").text()).hasSize(20);
        assertThat(answer.path("choices.0.finish_reason").text()).isEqualTo("length");
    }

    @Test
    void streamsTheSameTextThatItAnswersWhole() {
        List<String> events = stream("sim-1", ",\"stream_options\":{\"include_usage\":true},\"n\":2");

        StringBuilder text = new StringBuilder();
        for (String event : events.subList(0, events.size() - 2)) {
            Json choice = Json.parse(event).path("choices.0");
            if (choice.get("index").asLong() == 1) {
                text.append(choice.path("delta.content").textOr(""));
            }
        }
        assertThat(text)
                .hasToString(chat("sim-1", "").path("choices.0.message.content").text());
        assertThat(Json.parse(events.get(events.size() - 2))
                        .path("usage.total_tokens")
                        .isNumber())
                .isTrue();
        assertThat(events.getLast()).isEqualTo("[DONE]");
    }

    @Test
    void tellsNoUsageInAStreamThatDidNotAskForIt() {
        assertThat(stream("sim-1", "")).noneMatch(event -> event.contains("usage"));
    }

    @Test
    void callsAToolWhenTheUserSaysSo() {
        Json answer = json(
                "/v1/chat/completions",
                "{\"model\":\"sim-1\"," + TOOLS + ",\"messages\":[{\"role\":\"user\",\"content\":\"call it\"}]}");

        Json call = answer.path("choices.0.message.tool_calls.0.function");
        assertThat(call.get("name").text()).isEqualTo("weather");
        assertThat(call.get("arguments").text()).isEqualTo("{\"city\":\"call it\",\"days\":1}");
        assertThat(answer.path("choices.0.finish_reason").text()).isEqualTo("tool_calls");
    }

    @Test
    void answersWithTextWithoutACallOrAfterItsResult() {
        Json unasked = json("/v1/chat/completions", "{\"model\":\"sim-1\"," + TOOLS + "," + HELLO + "}");
        Json after = json(
                "/v1/chat/completions",
                "{\"model\":\"sim-1\"," + TOOLS
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"call it\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":\"12\"}]}");

        assertThat(unasked.path("choices.0.finish_reason").text()).isEqualTo("stop");
        assertThat(after.path("choices.0.finish_reason").text()).isEqualTo("stop");
    }

    @Test
    void interleavesTheArgumentsOfSeveralToolCalls() {
        List<String> events = events(
                "/v1/chat/completions",
                "{\"model\":\"sim-1\",\"stream\":true," + TOOLS
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"call all\"}]}");

        List<Long> indexes = events.stream()
                .filter(event -> event.contains("tool_calls\":["))
                .map(event -> Json.parse(event)
                        .path("choices.0.delta.tool_calls.0.index")
                        .asLong())
                .toList();
        assertThat(indexes).containsExactly(0L, 1L, 0L, 1L, 0L, 1L);
    }

    @Test
    void writesJsonThatFitsItsSchema() {
        Json answer = chat(
                "sim-1",
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
                        + "\"schema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":7},"
                        + "\"tags\":{\"type\":\"array\",\"items\":{\"enum\":[\"x\",\"y\"]}}}}}}");

        assertThat(answer.path("choices.0.message.content").text()).isEqualTo("{\"n\":7,\"tags\":[\"x\"]}");
    }

    @Test
    void disturbsStreamsAsTheNameSays() {
        assertThat(stream("sim-cut-3", "")).hasSize(3);
        assertThat(stream("sim-nodone", "")).doesNotContain("[DONE]");
        assertThat(stream("sim-error-event-2", "")).hasSize(3).last().asString().contains("\"error\"");
        assertThat(stream("sim-stream-0ms-7", "")).hasSize(7 + 3);
        assertThat(post("/v1/chat/completions", body("sim-cut-0", ",\"stream\":true")))
                .isInstanceOf(Answer.Reset.class);
        assertThat(post("/v1/chat/completions", body("sim-silent", ""))).isInstanceOf(Answer.Nothing.class);
    }

    @Test
    void refusesAsTheNameSays() {
        Answer.Whole refused = whole("/v1/chat/completions", body("sim-status-503-retry-5", ""));
        Answer.Whole misled = whole("/v1/chat/completions", body("sim-json-error-200", ",\"stream\":true"));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).contains(new Header("retry-after", "5"));
        assertThat(misled.status()).isEqualTo(200);
        assertThat(Json.parse(misled.body()).get("error").isObject()).isTrue();
    }

    @Test
    void recoversAfterAsManyFailuresAsTheNameSays() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(whole("/v1/chat/completions", body("sim-fail-2-then-ok", ""))
                    .status());
        }

        assertThat(statuses).containsExactly(503, 503, 200, 200);
    }

    @Test
    void liesAboutTokensAsTheNameSays() {
        assertThat(chat("sim-nousage", "").get("usage").isMissing()).isTrue();
        assertThat(chat("sim-zero-usage", "").path("usage.total_tokens").asLong())
                .isZero();
        assertThat(chat("sim-negative-usage", "").path("usage.total_tokens").asLong())
                .isNegative();
        assertThat(chat("sim-cached-5", "")
                        .path("usage.prompt_tokens_details.cached_tokens")
                        .asLong())
                .isEqualTo(5);
    }

    @Test
    void echoesWhatItReceived() {
        assertThat(chat("sim-echo", ",\"seed\":7")
                        .path("choices.0.message.content")
                        .text())
                .startsWith("POST /v1/chat/completions\ncontent-type: application/json\n")
                .endsWith(body("sim-echo", ",\"seed\":7"));
    }

    @Test
    void compressesUnasked() throws IOException {
        Answer.Whole packed = whole("/v1/chat/completions", body("sim-gzip", ""));

        try (GZIPInputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(packed.body().toArray()))) {
            assertThat(Json.parse(Bytes.of(plain.readAllBytes())).get("object").text())
                    .isEqualTo("chat.completion");
        }
    }

    @Test
    void speaksTheEventsOfResponses() {
        List<String> types =
                events("/v1/responses", "{\"model\":\"sim-reasoning\",\"stream\":true,\"input\":\"hi\"}").stream()
                        .map(event -> Json.parse(event).get("type").text())
                        .distinct()
                        .toList();

        assertThat(types)
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.output_item.done",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.completed");
    }

    @Test
    void speaksTheEventsOfMessages() {
        List<String> types =
                events("/v1/messages", "{\"model\":\"sim-1\",\"max_tokens\":99,\"stream\":true," + HELLO + "}").stream()
                        .map(event -> Json.parse(event).get("type").text())
                        .distinct()
                        .toList();

        assertThat(types)
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void usesToolsAndRefusesInTheDialectOfMessages() {
        String tool = "\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"properties\":{\"city\":{}}}}]";
        Json used = json(
                "/v1/messages", "{\"model\":\"sim-1\"," + tool + ",\"tool_choice\":{\"type\":\"any\"}," + HELLO + "}");
        Json refused =
                Json.parse(whole("/v1/messages", body("sim-status-529", "")).body());

        assertThat(used.path("content.0.input.city").text()).isEqualTo("hello");
        assertThat(refused.path("error.type").text()).isEqualTo("overloaded_error");
    }

    @Test
    void embedsTextsAndTokensInBothEncodings() {
        Json listed = json("/v1/embeddings", "{\"model\":\"sim-embed\",\"input\":[\"a\",\"b\"],\"dimensions\":8}");
        Json packed = json(
                "/v1/embeddings",
                "{\"model\":\"sim-embed\",\"input\":[1,2],\"dimensions\":8,\"encoding_format\":\"base64\"}");

        assertThat(listed.get("data").size()).isEqualTo(2);
        assertThat(listed.path("data.1.embedding").size()).isEqualTo(8);
        assertThat(packed.path("data.0.embedding").text()).hasSize(44);
    }

    @Test
    void drawsAndSpeaksInFormatsThatOthersCanRead() throws Exception {
        Json image = json("/v1/images/generations", "{\"model\":\"sim-image\",\"prompt\":\"a boat\",\"n\":2}");
        byte[] png = Base64.getDecoder().decode(image.path("data.1.b64_json").text());
        Answer.Whole speech = whole("/v1/audio/speech", "{\"model\":\"sim-voice\",\"response_format\":\"wav\"}");

        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(8);
        try (var wav = AudioSystem.getAudioInputStream(
                new ByteArrayInputStream(speech.body().toArray()))) {
            assertThat(wav.getFrameLength()).isEqualTo(800);
        }
    }

    @Test
    void hearsAnUpload() {
        String form = String.join(
                "\r\n",
                "--xx",
                "content-disposition: form-data; name=\"model\"",
                "",
                "sim-transcribe",
                "--xx",
                "content-disposition: form-data; name=\"file\"; filename=\"a.wav\"",
                "",
                "12345",
                "--xx--",
                "");
        Ask ask = new Ask(
                "POST",
                "/v1/audio/transcriptions",
                List.of(new Header("content-type", "multipart/form-data; boundary=xx")),
                Bytes.of(form));

        Answer answer = vendor.answer(ask);

        assertThat(Json.parse(((Answer.Whole) answer).body()).get("text").text())
                .isEqualTo("Simulated transcript of 5 bytes from a.wav.");
    }

    @Test
    void keepsWhatItWasGiven() {
        Json job = json("/v1/fine_tuning/jobs", "{\"model\":\"sim-1\",\"training_file\":\"file-1\"}");
        String id = job.get("id").text();

        Json read = Json.parse(((Answer.Whole) get("/v1/fine_tuning/jobs/" + id)).body());
        Json cancelled = json("/v1/fine_tuning/jobs/" + id + "/cancel", "");

        assertThat(read).isEqualTo(job);
        assertThat(cancelled.get("status").text()).isEqualTo("cancelled");
    }

    @Test
    void understandsTheModelInADeploymentPath() {
        Json answer = json("/openai/deployments/sim-size-4/chat/completions", "{" + HELLO + "}");

        assertThat(answer.path("choices.0.message.content").text()).hasSize(4);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(whole("/v1/chat/completions", body("gpt-4o", "")).status()).isEqualTo(404);
        assertThat(whole("/v1/chat/completions", "{\"model\":").status()).isEqualTo(400);
        assertThat(whole("/v1/nowhere", "{}").status()).isEqualTo(404);
    }

    @Test
    void takesTheNextEventOfAnEndlessStreamOnlyWhenAsked() {
        for (String path : List.of("/v1/chat/completions", "/v1/messages", "/v1/responses")) {
            Answer answer =
                    post(path, "{\"model\":\"sim-endless-0ms\",\"stream\":true,\"input\":\"hi\"," + HELLO + "}");

            var pieces = ((Answer.Streamed) answer).pieces();
            for (int i = 0; i < 100; i++) {
                pieces.next();
            }
            assertThat(pieces.hasNext()).as(path).isTrue();
        }
    }

    @Test
    void delaysTheFirstByteAsTheNameSays() {
        assertThat(whole("/v1/chat/completions", body("sim-slow-500ms", "")).delay())
                .isEqualTo(Duration.ofMillis(500));
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\"," + HELLO + more + "}";
    }

    private Json chat(String model, String more) {
        return json("/v1/chat/completions", body(model, more));
    }

    private List<String> stream(String model, String more) {
        return events("/v1/chat/completions", body(model, ",\"stream\":true" + more));
    }

    private Json json(String path, String body) {
        return Json.parse(whole(path, body).body());
    }

    private Answer.Whole whole(String path, String body) {
        return (Answer.Whole) post(path, body);
    }

    private List<String> events(String path, String body) {
        StringBuilder text = new StringBuilder();
        ((Answer.Streamed) post(path, body)).pieces().forEachRemaining(piece -> text.append(piece.text()));
        return text.toString()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private Answer post(String path, String body) {
        return vendor.answer(
                new Ask("POST", path, List.of(new Header("content-type", "application/json")), Bytes.of(body)));
    }

    private Answer get(String path) {
        return vendor.answer(new Ask("GET", path, List.of(), Bytes.EMPTY));
    }
}
