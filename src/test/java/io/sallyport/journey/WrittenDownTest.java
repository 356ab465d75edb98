package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.Backup;
import io.sallyport.database.MigrationFiles;
import io.sallyport.json.Json;
import io.sallyport.testkit.CanarySink;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What operators do and see leaves its trace, and no trace holds a secret.
@TestInstance(Lifecycle.PER_CLASS)
final class WrittenDownTest {
    private static final String CREDENTIAL = "sk-credential-canary-4711-0815";
    private static final String PROMPT = "hello";
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hi"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .word("content_capture", "full")
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final Person anybody = Person.in(gateway, "ada@example.org");

    @AfterAll
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("N13")
    void leavesOneEventForEachChangeAndNoneForARefusedOne() {
        Json issued = Json.parse(
                operator.post("/admin/api/keys", "{\"display_name\":\"build\"}").body());
        String id = issued.path("key.id").text();

        operator.post("/admin/api/keys/" + id + "/disable", "");
        operator.post("/admin/api/keys/" + id + "/enable", "");
        operator.post("/admin/api/keys/" + id + "/revoke", "");
        int refused = anybody.post("/admin/api/keys/" + id + "/restore", "").statusCode();

        assertThat(refused).isEqualTo(403);
        assertThat(events(id)).containsExactlyInAnyOrder("key.create", "key.disable", "key.enable", "key.revoke");
        assertThat(operator.get("/admin/api/audit/events").body())
                .doesNotContain(issued.get("api_key").text());
    }

    @Test
    @Tag("N13")
    void tellsHowAThingWasAndHowItIs() {
        Json issued = Json.parse(
                operator.post("/admin/api/keys", "{\"display_name\":\"bound\"}").body());
        String id = issued.path("key.id").text();

        operator.send("PUT", "/admin/api/keys/" + id, "{\"allowed_addresses\":[\"10.0.0.0/8\"]}");

        List<Json> events = operator.read("/admin/api/audit/events?resource_id=" + id)
                .get("data")
                .elements();
        assertThat(events.getFirst().get("before")).isEqualTo(Json.parse("{\"allowed_addresses\":[]}"));
        assertThat(events.getFirst().get("after")).isEqualTo(Json.parse("{\"allowed_addresses\":[\"10.0.0.0/8\"]}"));
        assertThat(events.getLast().get("before").isNull()).isTrue();
        assertThat(events.getLast().path("after.display_name").text()).isEqualTo("bound");
    }

    @Test
    @Tag("N05")
    void leavesAnEventWhenAnOperatorReadsWhatPeopleWrote() {
        try (SseClient call = gateway.chat("chat", "")) {
            assertThat(call.status()).isEqualTo(200);
        }
        gateway.settled(1);
        String id = operator.read("/admin/api/requests").path("data.0.id").text();
        List<String> before = events(id);

        String shown = operator.get("/admin/api/requests/" + id).body();
        int refused = anybody.get("/admin/api/requests/" + id).statusCode();

        assertThat(before).isEmpty();
        assertThat(shown).contains(PROMPT);
        assertThat(refused).isEqualTo(403);
        assertThat(events(id)).containsExactly("request.read");
    }

    @Test
    @Tag("N17")
    void writesNoPlainSecretIntoABackup() throws IOException {
        String key = Json.parse(operator.post("/admin/api/keys", "{\"display_name\":\"kept\"}")
                        .body())
                .get("api_key")
                .text();
        operator.post(
                "/admin/api/backends",
                "{\"name\":\"sealed\",\"kind\":\"openai_compatible\",\"base_url\":\"" + upstream.url()
                        + "\",\"api_key\":\"" + CREDENTIAL + "\"}");

        String backup = backup();

        assertThat(backup).contains("kept", "sealed");
        assertThat(new CanarySink()
                        .plant(key)
                        .plant(key.substring(key.indexOf('.') + 1))
                        .plant(CREDENTIAL)
                        .plant(operator.cookie().substring(operator.cookie().indexOf('=') + 1))
                        .collect("backup", backup)
                        .findings())
                .isEmpty();
    }

    /// What was done to one thing.
    private List<String> events(String resource) {
        return operator.read("/admin/api/audit/events?limit=100").get("data").elements().stream()
                .filter(event -> event.get("resource_id").textOr("").equals(resource))
                .peek(event -> assertThat(event.get("actor").text()).isEqualTo("root@example.org"))
                .map(event -> event.get("action").text())
                .toList();
    }

    private String backup() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new Backup(gateway.database().address(), MigrationFiles.shipped()).write(file);
        StringBuilder text = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                text.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
