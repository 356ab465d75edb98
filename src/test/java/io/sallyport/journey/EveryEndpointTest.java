package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.builtin.Panicking;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.transport.EventLoops;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every endpoint of one provider behind a proxy, there and back; and what a guardrail with a bug does to it.
@TestInstance(Lifecycle.PER_CLASS)
final class EveryEndpointTest {
    private static final String KEY = "Bearer " + GatewayHarness.KEY;

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("openai", simulated.baseUrl())
            .alias("chat", "openai/sim-1")
            .alias("guarded", "openai/sim-1")
            .section(
                    "guardrails",
                    Json.object().put("input_guardrails", Json.array().add(panicking())))
            .start();
    private final Passerby client = new Passerby(gateway.url());

    private static JsonObject panicking() {
        return Json.object()
                .put("name", "buggy")
                .put("type", "java")
                .put("models", Json.array().add("guarded"))
                .put("config", Json.object().put("name", Panicking.class.getName()));
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        simulated.close();
        loops.close();
    }

    @ParameterizedTest
    @Tag("F3")
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | {\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]} | hello",
                "/v1/completions | {\"model\":\"chat\",\"prompt\":\"hello\"} | text_completion",
                "/v1/responses | {\"model\":\"chat\",\"input\":\"hello\"} | hello",
                "/v1/embeddings | {\"model\":\"chat\",\"input\":\"hello\"} | embedding",
                "/v1/images/generations | {\"model\":\"chat\",\"prompt\":\"a fox\"} | b64_json",
                "/v1/audio/speech | {\"model\":\"chat\",\"input\":\"hello\",\"voice\":\"alloy\",\"response_format\":\"wav\"} | RIFF",
                "/v1/fine_tuning/jobs | {\"model\":\"chat\",\"training_file\":\"file-1\"} | fine_tuning.job",
                "/v1/fine-tuning/jobs | {\"model\":\"chat\",\"training_file\":\"file-1\"} | fine_tuning.job"
            })
    void goesThereAndBack(String path, String json, String sign) {
        HttpResponse<String> answer = client.post(path, json, "authorization", KEY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(sign);
    }

    @Test
    @Tag("F3")
    void hearsAndListsToo() {
        HttpResponse<String> heard = client.send(
                "POST",
                "/v1/audio/transcriptions",
                "--cut\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nchat\r\n--cut\r\n"
                        + "content-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n--cut--\r\n",
                "authorization",
                KEY,
                "content-type",
                "multipart/form-data; boundary=cut");
        HttpResponse<String> models = client.get("/v1/models", "authorization", KEY);

        assertThat(Json.parse(heard.body()).get("text").text())
                .isEqualTo("Simulated transcript of 4 bytes from a.wav.");
        assertThat(models.body()).contains("\"chat\"");
    }

    @Test
    @Tag("F4")
    @Tag("G15")
    void survivesAGuardrailThatBreaksTheMachine() {
        HttpResponse<String> broken = ask("panic");
        HttpResponse<String> next = ask("hello");

        assertThat(broken.statusCode()).isEqualTo(503);
        assertThat(Json.parse(broken.body()).path("error.code").text()).isEqualTo("guardrail_unavailable");
        assertThat(broken.body()).doesNotContain("inside", "StackOverflow", "Panicking");
        assertThat(next.statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> ask(String text) {
        return client.post(
                "/v1/chat/completions", ChatWords.question("guarded").replace("hello", text), "authorization", KEY);
    }
}
