package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Everything a node can do for a casual gateway, by the name of a service, of what it has loaded, and of a
/// role.
@TestInstance(Lifecycle.PER_CLASS)
final class NodeOperationsTest {
    private static final String CLIENT = "change-me-client-key";
    private static final String ROLE = "\nroles:\n  - {role_id: reader, operation: chat}\n";

    private final ScriptedUpstream runtime =
            ScriptedUpstream.start().always(Script.json(200, "{\"object\":\"of the node\"}"));
    private final TestDatabase database = TestDatabase.migrated();
    private final Installation casual = Installation.of(Installation.sample("casual.yaml") + ROLE, database, Map.of());

    private final Passerby client = new Passerby(casual.url());

    @AfterAll
    void closes() {
        client.close();
        casual.close();
        database.close();
        runtime.close();
    }

    @Test
    @Tag("L3")
    @Tag("CF22")
    void areReachedByEveryName() {
        HttpResponse<String> registered = casual.post(
                "/v1/nodes/register", node().toJson().toString(), "x-sallyport-node-key", "change-me-node-key");
        assertThat(registered.statusCode()).isEqualTo(200);
        Await.until(() -> post("/v1/chat/completions", "node-1/chat").statusCode() == 200);

        String models = casual.get("/v1/models", "x-api-key", CLIENT).body();

        assertThat(models).contains("\"node-1/chat\"", "\"talker\"", "\"reader\"");
        for (String name : List.of("node-1/chat", "talker", "reader")) {
            assertThat(post("/v1/chat/completions", name).body()).contains("of the node");
        }
        for (String name : List.of("node-1/vectors", "embedder")) {
            assertThat(post("/v1/embeddings", name).body()).contains("of the node");
        }
        for (String name : List.of("node-1/ears", "listener")) {
            assertThat(heard(name).body()).contains("of the node");
        }
    }

    private JsonObject node() {
        JsonArray services = Json.array()
                .add(service("chat", "chat", "talker"))
                .add(service("vectors", "embeddings", "embedder"))
                .add(service("ears", "transcription", "listener"));
        return Json.object()
                .put("host_id", "node-1")
                .put("address", "127.0.0.1")
                .put("services", services);
    }

    private JsonObject service(String name, String kind, String loaded) {
        JsonObject asset = Json.object().put("asset_id", loaded).put("loaded", true);
        return Json.object()
                .put("service_id", "node-1/" + name)
                .put("kind", kind)
                .put("endpoint", runtime.url().toString())
                .put("assets", Json.array().add(asset));
    }

    private HttpResponse<String> post(String path, String model) {
        return casual.post(
                path,
                "{\"model\":\"" + model + "\",\"input\":\"hi\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "x-api-key",
                CLIENT);
    }

    private HttpResponse<String> heard(String model) {
        return client.send(
                "POST",
                "/v1/audio/transcriptions",
                "--cut\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\n" + model
                        + "\r\n--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n--cut--\r\n",
                "content-type",
                "multipart/form-data; boundary=cut",
                "x-api-key",
                CLIENT);
    }
}
