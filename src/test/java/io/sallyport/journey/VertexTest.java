package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.google.AccountFile;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.ScriptedUpstream.Received;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Gemini and Claude on Vertex AI: addresses of a project, bodies of each vendor, tokens of a service account.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("PR31")
final class VertexTest {
    private static final String MESSAGE =
            "{\"model\":\"claude\",\"max_tokens\":9,\"future\":{\"x\":1.50},\"messages\":[]}";
    private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";
    private static final String PLACE = "/v1/projects/acme/locations/europe-west4/publishers/";

    private final ScriptedUpstream google = ScriptedUpstream.start();
    private final ScriptedUpstream tokens = ScriptedUpstream.start();
    private final AccountFile account = AccountFile.at(tokens.url() + "/token");
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend(backend("geminis", "vertex"))
            .backend(backend("claudes", "vertex_anthropic"))
            .alias("gemini", "geminis/gemini-2.5-flash")
            .alias("claude", "claudes/claude-sonnet-4@20250514")
            .start();
    private final HttpClient client = HttpClient.newHttpClient();

    private JsonObject backend(String name, String kind) {
        return Json.object()
                .put("name", name)
                .put("kind", kind)
                .put("base_url", google.url().toString())
                .put("api_key", account.text().reveal())
                .put("options", Json.object().put("location", "europe-west4"));
    }

    @BeforeEach
    void begins() {
        google.forget();
        tokens.always(Script.json(200, "{\"access_token\":\"ya29.secret\",\"expires_in\":3600}"));
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        google.close();
        tokens.close();
    }

    @Test
    void asksGeminiInItsProject() throws Exception {
        google.always(Script.json(200, "{\"candidates\":[{\"finishReason\":\"STOP\"}]}"));

        HttpResponse<String> answer = post("/v1beta/models/gemini:generateContent", CONTENTS);

        Received sent = google.requests().getFirst();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(sent.firstLine())
                .isEqualTo("POST " + PLACE + "google/models/gemini-2.5-flash:generateContent HTTP/1.1");
        assertThat(sent.header("authorization")).hasValue("Bearer ya29.secret");
        assertThat(sent.text()).isEqualTo(CONTENTS);
    }

    @Test
    void asksClaudeWithItsVersionInTheBody() throws Exception {
        google.always(Script.json(200, "{\"type\":\"message\",\"content\":[]}"));

        HttpResponse<String> answer = post("/v1/messages", MESSAGE);

        Received sent = google.requests().getFirst();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(sent.firstLine())
                .isEqualTo("POST " + PLACE + "anthropic/models/claude-sonnet-4@20250514:rawPredict HTTP/1.1");
        assertThat(sent.text())
                .isEqualTo("{\"anthropic_version\":\"vertex-2023-10-16\",\"max_tokens\":9,\"future\":{\"x\":1.50},"
                        + "\"messages\":[]}");
    }

    @Test
    void streamsFromClaude() throws Exception {
        google.always(
                Script.whole(200, "text/event-stream", "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));

        HttpResponse<String> answer =
                post("/v1/messages", MESSAGE.replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\""));

        assertThat(answer.body()).contains("message_stop");
        assertThat(google.requests().getFirst().firstLine()).contains(":streamRawPredict ");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header("authorization", "Bearer " + GatewayHarness.KEY)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
