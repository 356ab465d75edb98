package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
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

/// The life of an issued key, on two instances that share a database.
@TestInstance(Lifecycle.PER_CLASS)
final class IssuedKeysTest {

    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness here = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .alias("other", "one/m")
            .start();
    private final GatewayHarness there = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .startBeside(here);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void closes() {
        client.close();
        there.close();
        here.close();
        upstream.close();
    }

    @Test
    @Tag("ID50")
    @Tag("I07")
    void isRefusedOnTheOtherInstanceSoonAfterItWasDisabledAndWorksAgainOnceEnabled() {
        Json issued = issue("{\"display_name\":\"any\"}");
        String key = issued.get("api_key").text();
        String path = "/admin/api/keys/" + issued.path("key.id").text();

        int before = chat(there, key, "chat").statusCode();
        send(here, GatewayHarness.ADMIN_KEY, path + "/disable", "");
        HttpResponse<String> disabled = chatUntil(401, key);
        send(here, GatewayHarness.ADMIN_KEY, path + "/enable", "");
        HttpResponse<String> enabled = chatUntil(200, key);

        assertThat(before).isEqualTo(200);
        assertThat(disabled.statusCode()).isEqualTo(401);
        assertThat(code(disabled)).isEqualTo("key_disabled");
        assertThat(enabled.statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("ID37")
    @Tag("C28")
    void mayNotUseAModelOutsideItsList() {
        String key = issue("{\"display_name\":\"any\",\"allowed_models\":[\"chat\"]}")
                .get("api_key")
                .text();

        int allowed = chat(here, key, "chat").statusCode();
        HttpResponse<String> refused = chat(here, key, "other");

        assertThat(allowed).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("model_not_allowed");
    }

    @Test
    @Tag("ID36")
    void mayNotUseAnOperationOutsideItsList() {
        String key = issue("{\"display_name\":\"any\",\"allowed_operations\":[\"chat\"]}")
                .get("api_key")
                .text();

        int allowed = chat(here, key, "chat").statusCode();
        int refused = send(here, key, "/v1/embeddings", "{\"model\":\"chat\",\"input\":\"hello\"}")
                .statusCode();

        assertThat(allowed).isEqualTo(200);
        assertThat(refused).isEqualTo(403);
    }

    @Test
    @Tag("DA38")
    void isNeverShownToTheUpstream() {
        String key = issue("{\"display_name\":\"any\"}").get("api_key").text();

        chat(here, key, "chat");

        assertThat(upstream.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers().toString()).doesNotContain(key));
    }

    private Json issue(String body) {
        return Json.parse(
                send(here, GatewayHarness.ADMIN_KEY, "/admin/api/keys", body).body());
    }

    /// Calls the other instance until it answers like this, or the time is over.
    private HttpResponse<String> chatUntil(int status, String key) {
        return Await.answer(() -> chat(there, key, "chat"), answer -> answer.statusCode() == status);
    }

    private HttpResponse<String> chat(GatewayHarness gateway, String key, String model) {
        return send(
                gateway,
                key,
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    private HttpResponse<String> send(GatewayHarness gateway, String key, String path, String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(gateway.url().resolve(path))
                            .header("authorization", "Bearer " + key)
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.code").text();
    }
}
