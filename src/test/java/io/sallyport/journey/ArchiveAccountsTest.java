package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.transport.EventLoops;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A program that moves an archive, and what a foundation knows of it afterwards: its key, each of its calls,
/// and nothing of what was said.
@TestInstance(Lifecycle.PER_CLASS)
final class ArchiveAccountsTest {
    private static final String MARKER = "xyzzy-0815";
    private static final String FORM = "multipart/form-data; boundary=cut";

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);
    private final Passerby client = new Passerby(here.url());
    private final Passerby elsewhere = new Passerby(there.url());

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .restless()
                .backend("openai", simulated.baseUrl())
                .alias("echo", "openai/sim-echo")
                .alias("hear", "openai/sim-transcribe")
                .alias("embed", "openai/sim-embed")
                .alias("cut", "openai/sim-cut-3")
                .alias("down", "openai/sim-status-503")
                .word("content_capture", "metadata")
                .section("audit", Json.object().put("enabled", true));
    }

    @AfterAll
    void closes() {
        elsewhere.close();
        client.close();
        there.close();
        here.close();
        simulated.close();
        loops.close();
    }

    @Test
    @Tag("L6")
    @Tag("CL3")
    void issuesAKeyForAProgramThatMayUseSoManyTokens() {
        Ended created = command("key create --display-name archive --principal-type service"
                + " --principal-ref archive_migrator --allowed-operation chat --monthly-token-limit 1");
        String key = text(created);
        Ended list = command("key list --json");

        HttpResponse<String> over = chat(client, key, "echo");

        assertThat(created.output()).containsOnlyOnce(key);
        assertThat(list.output()).contains("archive_migrator").doesNotContain(key, secret(key), "hash");
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(Json.parse(over.body()).path("error.code").text()).isEqualTo("quota_exceeded");
    }

    @Test
    @Tag("L9")
    @Tag("L10")
    void accountsForEveryCallAndForgetsWhatWasSaid() {
        String key = issued("books");
        callInEveryWay(key);

        List<List<String>> rows = Installation.rows(
                here.database(),
                "select operation, requested_model, upstream_model, provider_kind, status_code, error_category,"
                        + " duration_ms >= 0, input_tokens > 0, estimated_cost_usd, correlation_id"
                        + " from request_audit_log where key_id = '" + id(key) + "'",
                8);

        assertThat(rows)
                .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(4))
                .containsExactlyInAnyOrder(
                        "chat echo 200",
                        "chat echo 200",
                        "chat echo 200",
                        "chat cut 502",
                        "chat down 503",
                        "chat nowhere 404",
                        "embedding embed 200",
                        "transcription hear 200");
        assertThat(rows)
                .filteredOn(row -> row.get(9).equals("book-1"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.subList(2, 9))
                        .containsExactly("sim-echo", "openai_compatible", "200", "", "t", "t", ""));
        assertThat(rows)
                .filteredOn(row -> row.get(1).equals("cut"))
                .extracting(row -> row.get(5))
                .containsExactly("upstream_stream_interrupted");
        assertThat(command("audit list --json").output())
                .contains("transcription", "nowhere")
                .doesNotContain(MARKER);
        assertThat(command("audit summary").output()).contains("echo");
        assertThat(everything()).doesNotContain(MARKER);
    }

    @Test
    @Tag("L14")
    void takesAKeyBackEverywhereAndLeavesTheKeyForEmergencies() {
        String key = issued("taken-back");
        Await.until(() -> chat(elsewhere, key, "echo").statusCode() == 200);

        command("key disable " + id(key));
        Await.until(() -> chat(client, key, "echo").statusCode() == 401);
        Await.until(() -> chat(elsewhere, key, "echo").statusCode() == 401);
        int ofEmergency = chat(elsewhere, GatewayHarness.KEY, "echo").statusCode();
        command("key enable " + id(key));

        assertThat(ofEmergency).isEqualTo(200);
        Await.until(() -> chat(elsewhere, key, "echo").statusCode() == 200);
    }

    /// Whole and streamed, well and badly: eight calls.
    private void callInEveryWay(String key) {
        chat(client, key, "echo", "x-request-id", "book-1");
        chat(client, key, "echo", "x-request-id", "book-1");
        stream(key, "echo");
        stream(key, "cut");
        chat(client, key, "down");
        chat(client, key, "nowhere");
        client.post("/v1/embeddings", "{\"model\":\"embed\",\"input\":\"" + MARKER + "\"}", bearer(key));
        hear(key);
    }

    private Ended command(String words) {
        return Commands.run(
                Map.of("SALLYPORT_BASE_URL", here.url().toString(), "SALLYPORT_ADMIN_KEY", GatewayHarness.ADMIN_KEY),
                words.split(" "));
    }

    private String issued(String name) {
        return text(command("key create --display-name " + name + " --allowed-model *"));
    }

    private static String text(Ended created) {
        return created.output().lines().findFirst().orElseThrow();
    }

    private String id(String key) {
        String prefix = key.substring("sk-".length(), key.indexOf('.'));
        return here.database()
                .rows("select id from api_key where prefix = '" + prefix + "'")
                .getFirst()
                .getFirst();
    }

    private static String secret(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private static HttpResponse<String> chat(Passerby from, String key, String model, String... headers) {
        String[] all = bearer(key, headers);
        return from.post("/v1/chat/completions", question(model).toJson().toString(), all);
    }

    private void stream(String key, String model) {
        client.post(
                "/v1/chat/completions",
                question(model).put("stream", true).toJson().toString(),
                bearer(key));
    }

    private void hear(String key) {
        client.send(
                "POST",
                "/v1/audio/transcriptions",
                "--cut\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nhear\r\n--cut\r\n"
                        + "content-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n" + MARKER
                        + "\r\n--cut--\r\n",
                bearer(key, "content-type", FORM));
    }

    private static JsonObject question(String model) {
        JsonObject message = Json.object().put("role", "user").put("content", MARKER);
        return Json.object().put("model", model).put("messages", Json.array().add(message));
    }

    private static String[] bearer(String key, String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "authorization";
        all[1] = "Bearer " + key;
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    /// Every row of every table as text.
    private String everything() {
        StringBuilder all = new StringBuilder();
        for (List<String> table : here.database()
                .rows("select table_name from information_schema.tables"
                        + " where table_schema = 'sallyport' and table_type = 'BASE TABLE'")) {
            here.database()
                    .rows("select t::text from \"" + table.getFirst() + "\" t")
                    .forEach(row -> all.append(row.getFirst()).append('\n'));
        }
        return all.toString();
    }
}
