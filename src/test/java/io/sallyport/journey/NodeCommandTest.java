package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.app.Main;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.JavaProgram;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of nodes and of clients of the archive, as people run them.
final class NodeCommandTest {
    private static final long PATIENCE = 120;
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"I work.\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";

    @TempDir
    private Path folder;

    @Test
    @Tag("RO26")
    @Tag("L2")
    void bringsTheModelsOfAMachineAndTakesThemAwayWhenItStops() throws IOException, InterruptedException {
        try (GatewayHarness gateway = GatewayHarness.with().start();
                TestServer ollama = TestServer.with(
                        TestServer.route(
                                "GET",
                                "/api/tags",
                                (_, reply) ->
                                        reply.status(200).send(Bytes.of("{\"models\":[{\"name\":\"qwen3:8b\"}]}"))),
                        TestServer.route(
                                "POST",
                                "/v1/chat/completions",
                                (_, reply) -> reply.status(200)
                                        .header("content-type", "application/json")
                                        .send(Bytes.of(ANSWER))))) {
            String token = operator(gateway, "POST", "/admin/api/node-keys", "{\"name\":\"cellar\"}")
                    .get("token")
                    .text();
            Process node = node(gateway.url(), token, ollama.port());

            awaitState(gateway, "available");
            try (SseClient chat = gateway.chat("qwen3:8b", "")) {
                assertThat(chat.text()).contains("I work.");
            }
            node.destroy();
            assertThat(node.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();

            assertThat(node.exitValue()).isZero();
            assertThat(Files.readString(folder.resolve("said")))
                    .contains("Enrolled as cellar-1.", "Registered as cellar-1 with 1 services.", "Drained.");
            assertThat(operator(gateway, "GET", "/admin/api/nodes/cellar-1", "")
                            .get("state")
                            .text())
                    .isEqualTo("draining");
            try (SseClient chat = gateway.chat("qwen3:8b", "")) {
                assertThat(chat.status()).isEqualTo(404);
            }
        }
    }

    @Test
    @Tag("CF20")
    void makesACallWithNothingButTheVariablesOfTheSample() throws IOException {
        Map<String, String> sample =
                Files.readAllLines(Path.of("config/clients/archive_migration.example.env")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
                GatewayHarness gateway = GatewayHarness.with()
                        .backend("local", upstream.url())
                        .alias("archive_migrator", "local/m")
                        .start()) {
            Map<String, String> client = new HashMap<>(sample);
            client.put("GENIEHIVE_BASE_URL", gateway.url().toString());
            client.put("GENIEHIVE_API_KEY", GatewayHarness.KEY);
            Ended smoke = Commands.run(client, "smoke");

            assertThat(sample).containsOnlyKeys("GENIEHIVE_BASE_URL", "GENIEHIVE_API_KEY", "GENIEHIVE_MODEL");
            assertThat(smoke).isEqualTo(new Ended(0, "archive_migrator answers: I work.\n"));
        }
    }

    @Test
    @Tag("CL5")
    @Tag("L7")
    void tellsByItsExitCodeWhetherAClientOfTheArchiveGetsAnAnswer() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
                GatewayHarness gateway = GatewayHarness.with()
                        .backend("local", upstream.url())
                        .alias("archive_migrator", "local/m")
                        .start()) {
            Map<String, String> client = Map.of(
                    "GENIEHIVE_BASE_URL",
                    gateway.url() + "/v1/",
                    "GENIEHIVE_API_KEY",
                    GatewayHarness.KEY,
                    "GENIEHIVE_MODEL",
                    "archive_migrator");

            Ended fine = Commands.run(client, "smoke");
            Ended forgetful = Commands.run(Map.of("GENIEHIVE_BASE_URL", "http://127.0.0.1:1"), "smoke");
            Ended unreachable = Commands.run(with(client, "GENIEHIVE_BASE_URL", "http://127.0.0.1:1"), "smoke");
            Ended stranger = Commands.run(with(client, "GENIEHIVE_API_KEY", "wrong"), "smoke");
            upstream.always(Script.json(200, ANSWER.replace("I work.", " ")));
            Ended empty = Commands.run(client, "smoke");
            upstream.always(Script.json(200, "{\"choices\":"));
            Ended torn = Commands.run(
                    with(client, "GENIEHIVE_BASE_URL", upstream.url().toString()), "smoke");

            assertThat(fine).isEqualTo(new Ended(0, "archive_migrator answers: I work.\n"));
            assertThat(forgetful.code()).isEqualTo(2);
            assertThat(forgetful.output()).contains("GENIEHIVE_API_KEY", "GENIEHIVE_MODEL");
            assertThat(unreachable.code()).isEqualTo(1);
            assertThat(stranger.code()).isEqualTo(1);
            assertThat(stranger.output()).contains("401").doesNotContain("wrong");
            assertThat(empty).isEqualTo(new Ended(1, "sallyport: The assistant says nothing.\n"));
            assertThat(torn).isEqualTo(new Ended(1, "sallyport: The answer (200) is not JSON.\n"));
        }
    }

    private static Map<String, String> with(Map<String, String> client, String name, String value) {
        Map<String, String> other = new HashMap<>(client);
        other.put(name, value);
        return other;
    }

    private Process node(URI gateway, String token, int ollama) throws IOException {
        ProcessBuilder command = JavaProgram.of(
                Main.class,
                "node",
                "--gateway",
                gateway.toString(),
                "--host-id",
                "cellar-1",
                "--port",
                "0",
                "--server",
                "http://127.0.0.1:" + ollama,
                "--data",
                folder.toString());
        command.environment().put("SALLYPORT_NODE_TOKEN", token);
        return command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private static void awaitState(GatewayHarness gateway, String state) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE).toNanos();
        while (!operator(gateway, "GET", "/admin/api/nodes/cellar-1", "")
                .get("state")
                .textOr("")
                .equals(state)) {
            assertThat(System.nanoTime()).as("state %s in time", state).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static Json operator(GatewayHarness gateway, String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve(path))
                    .header("content-type", "application/json")
                    .header("x-api-key", GatewayHarness.ADMIN_KEY)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            return Json.parse(client.send(request, BodyHandlers.ofString()).body());
        }
    }
}
