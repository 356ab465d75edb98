package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// In strict mode nothing passes a guardrail that it cannot read.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("O07")
final class StrictGuardrailsTest {
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = setup(true).start();
    private final Passerby anybody = new Passerby(gateway.url());

    private GatewayHarness.Setup setup(boolean strict) {
        return GatewayHarness.with()
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .section(
                        "guardrails",
                        Json.object()
                                .put("strict", strict)
                                .put(
                                        "input_guardrails",
                                        Json.array().add(Json.object().put("type", "pii"))));
    }

    @BeforeEach
    void forgets() {
        upstream.forget();
        upstream.always(Script.json(200, ChatWords.answer("fine")));
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void refusesAPicture() {
        HttpResponse<String> refused = ask("{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]}]}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).path("error.code").text()).isEqualTo("guardrail_unsupported_content");
        assertThat(Json.parse(refused.body()).path("error.param").text())
                .isEqualTo("messages[0].content[0].image_url.url");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void refusesAForm() {
        String form = "--x\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nchat\r\n"
                + "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n--x--\r\n";

        HttpResponse<String> refused = anybody.send(
                "POST",
                "/v1/audio/transcriptions",
                form,
                "content-type",
                "multipart/form-data; boundary=x",
                "authorization",
                "Bearer " + GatewayHarness.KEY);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).path("error.code").text()).isEqualTo("guardrail_unsupported_content");
    }

    @Test
    @Tag("O25")
    void refusesWordsThatAreWrittenAsNumbers() {
        HttpResponse<String> refused = anybody.post(
                "/v1/embeddings",
                "{\"model\":\"chat\",\"input\":[[9906,1917]]}",
                "authorization",
                "Bearer " + GatewayHarness.KEY);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).path("error.param").text()).isEqualTo("input[0][0]");
    }

    @Test
    void heedsChangedSettingsFromTheNextCallOn() {
        String picture = "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]}]}";

        gateway.reload(setup(false));
        int relaxed = ask(picture).statusCode();
        gateway.reload(setup(true));
        int strict = ask(picture).statusCode();

        assertThat(relaxed).isEqualTo(200);
        assertThat(strict).isEqualTo(400);
    }

    @Test
    void letsWordsPass() {
        HttpResponse<String> heard = ask(ChatWords.question("chat"));

        assertThat(heard.statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> ask(String body) {
        return anybody.post("/v1/chat/completions", body, "authorization", "Bearer " + GatewayHarness.KEY);
    }
}
