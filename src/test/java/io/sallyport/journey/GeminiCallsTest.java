package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.ScriptedUpstream.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Calls of Gemini's form: the model in the path, the key in a header, every other byte as it came.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA38")
final class GeminiCallsTest {
    private static final String ODD = "{ \"contents\":[{\"parts\":[{\"text\":\"hi\"}]}] ,\"future\":{\"x\":1.50}}";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("google", "gemini", upstream.url())
            .alias("fast", "google/gemini-2.5-flash")
            .alias("busy", "google/gemini-2.5-flash-lite")
            .alias("wrong", "google/gemini-2.5-pro")
            .restless()
            .start();
    private final SimulatedGateway simulated = new SimulatedGateway();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void closes() {
        client.close();
        simulated.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void relaysEveryByteToABackendOfTheSameForm() throws Exception {
        String answered =
                "{\"candidates\":[{ \"content\":{\"parts\":[{\"text\":\"ho\",\"future\":1}]},\"finishReason\":\"STOP\"}]}";
        upstream.forget();
        upstream.always(Script.json(200, answered));

        HttpResponse<String> answer = post(gateway.url(), "/v1/models/fast:generateContent", ODD);

        Received sent = upstream.requests().getFirst();
        assertThat(answer.body()).isEqualTo(answered);
        assertThat(sent.text()).isEqualTo(ODD);
        assertThat(sent.firstLine()).isEqualTo("POST /v1beta/models/gemini-2.5-flash:generateContent HTTP/1.1");
        assertThat(sent.header("x-goog-api-key")).hasValue(GatewayHarness.UPSTREAM_KEY);
        assertThat(sent.headers()).noneMatch(header -> header.value().contains(GatewayHarness.KEY));
    }

    @Test
    void relaysEveryByteOfAStream() throws Exception {
        String events = "data: {\"candidates\": [{\"content\":{\"parts\":[{\"text\":\"ho\"}]}}]}\n\n"
                + "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"future\":{}}\n\n";
        upstream.forget();
        upstream.always(Script.whole(200, "text/event-stream", events));

        HttpResponse<String> answer = post(gateway.url(), "/v1beta/models/fast:streamGenerateContent?alt=sse", ODD);

        assertThat(answer.body()).isEqualTo(events);
        assertThat(upstream.requests().getFirst().firstLine())
                .isEqualTo("POST /v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse HTTP/1.1");
    }

    @Test
    void relaysCallsForVectorsUnderTheModelsOwnName() throws Exception {
        String answered = "{\"embeddings\":[{\"values\":[0.5]}]}";
        upstream.forget();
        upstream.always(Script.json(200, answered));

        HttpResponse<String> answer = post(
                gateway.url(),
                "/v1beta/models/fast:batchEmbedContents",
                "{\"requests\":[{\"model\":\"models/fast\",\"taskType\":\"RETRIEVAL_QUERY\",\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}");

        Received sent = upstream.requests().getFirst();
        assertThat(answer.body()).isEqualTo(answered);
        assertThat(sent.firstLine()).isEqualTo("POST /v1beta/models/gemini-2.5-flash:batchEmbedContents HTTP/1.1");
        assertThat(sent.text())
                .isEqualTo("{\"requests\":[{\"model\":\"models/gemini-2.5-flash\",\"taskType\":\"RETRIEVAL_QUERY\","
                        + "\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}");
    }

    @Test
    void embedsOneContentWithModelsOfAnyVendor() throws Exception {
        String asked = "{\"content\":{\"parts\":[{\"text\":\"one\"},{\"text\":\"two\"}]},\"outputDimensionality\":3,"
                + "\"taskType\":\"RETRIEVAL_QUERY\"}";

        HttpResponse<String> answer = post(simulated.root(), "/v1beta/models/embed:embedContent", asked);
        HttpResponse<String> odd = post(simulated.root(), "/v1beta/models/embed:embedContent", ODD);
        HttpResponse<String> mixed = post(
                simulated.root(),
                "/v1beta/models/embed:batchEmbedContents",
                "{\"requests\":[{\"content\":{\"parts\":[]}},{\"content\":{\"parts\":[]},\"outputDimensionality\":3}]}");

        assertThat(Json.parse(answer.body()).path("embedding.values").size()).isEqualTo(3);
        assertThat(answer.headers().firstValue("x-sallyport-loss")).hasValue("dropped=taskType");
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(Json.parse(odd.body()).path("error.details.0.metadata.param").text())
                .isEqualTo("content");
        assertThat(mixed.statusCode()).isEqualTo(400);
    }

    @Test
    void hearsHowLongToWaitAndWhoseKeyIsWrong() throws Exception {
        upstream.always(Script.json(
                429,
                "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Slowly.\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"16.5s\"}]}}"));
        HttpResponse<String> busy = post(gateway.url(), "/v1beta/models/busy:generateContent", ODD);
        upstream.always(Script.json(
                400,
                "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"API key not valid.\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]}}"));
        HttpResponse<String> wrong = post(gateway.url(), "/v1beta/models/wrong:generateContent", ODD);

        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("retry-after")).hasValue("17");
        assertThat(wrong.statusCode()).isEqualTo(502);
        assertThat(Json.parse(wrong.body()).path("error.details.0.reason").text())
                .isEqualTo("upstream_auth_failed");
    }

    @Test
    void countsTokensForModelsOfAnyVendor() throws Exception {
        Json own = Json.parse(
                post(simulated.root(), "/v1beta/models/gemini:countTokens", ODD).body());
        Json other = Json.parse(
                post(simulated.root(), "/v1beta/models/chat:countTokens", ODD).body());

        assertThat(own.get("totalTokens").asLong()).isPositive();
        assertThat(other.get("totalTokens").asLong()).isPositive();
    }

    @Test
    void takesTheKeyFromHeadersOnly() throws Exception {
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(simulated
                                .root()
                                .resolve("/v1beta/models/gemini:generateContent?key=" + GatewayHarness.KEY))
                        .POST(BodyPublishers.ofString(ODD))
                        .build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).path("error.details.0.reason").text())
                .isEqualTo("key_in_address");
    }

    @Test
    @Tag("DA26")
    void showsErrorsInGooglesForm() throws Exception {
        HttpResponse<String> missing = post(simulated.root(), "/v1beta/models/nothing:generateContent", ODD);
        HttpResponse<String> busy = post(simulated.root(), "/v1/models/gemini-busy:generateContent", ODD);
        HttpResponse<String> plain = post(simulated.root(), "/v1beta/models/gemini:streamGenerateContent", ODD);

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(Json.parse(missing.body()).path("error.status").text()).isEqualTo("NOT_FOUND");
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("retry-after")).hasValue("7");
        assertThat(Json.parse(busy.body()).path("error.status").text()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(plain.statusCode()).isEqualTo(400);
    }

    @Test
    void listsModelsInGooglesForm() throws Exception {
        HttpResponse<String> all =
                client.send(asking(simulated.root(), "/v1beta/models").GET().build(), BodyHandlers.ofString());
        HttpResponse<String> one = client.send(
                asking(simulated.root(), "/v1beta/models/gemini").GET().build(), BodyHandlers.ofString());

        assertThat(Json.parse(all.body()).get("models").elements())
                .extracting(model -> model.get("name").text())
                .contains("models/gemini", "models/chat");
        assertThat(Json.parse(one.body()).get("name").text()).isEqualTo("models/gemini");
    }

    @Test
    void servesThePathOfVersionOneToo() throws Exception {
        HttpResponse<String> answer = post(simulated.root(), "/v1/models/chat:generateContent", ODD);

        assertThat(Json.parse(answer.body())
                        .path("candidates.0.content.parts.0.text")
                        .text())
                .startsWith("You wrote \"hi\".");
        assertThat(answer.headers().firstValue("x-sallyport-loss")).hasValue("dropped=future");
    }

    private HttpResponse<String> post(URI root, String path, String body) throws IOException, InterruptedException {
        return client.send(
                asking(root, path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder asking(URI root, String path) {
        return HttpRequest.newBuilder(root.resolve(path)).header("x-goog-api-key", GatewayHarness.KEY);
    }
}
