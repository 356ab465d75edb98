package io.sallyport.fleet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.VerifyingKey;
import io.sallyport.fleet.NodeMessage;
import io.sallyport.fleet.agent.NodeAgent.AgentFailed;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Endpoint;
import io.sallyport.web.Route;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent between model servers and a gateway that the test plays.
@Tag("RO26")
class NodeAgentTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final long SOON = 60;

    @TempDir
    private Path folder;

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final TestServer gateway = TestServer.with(
            gate("/v1/nodes/enrol", "{\"node_key\":\"nk-kept\"}"),
            gate("/v1/nodes/register", "{\"approval\":\"approved\",\"services\":1}"),
            gate("/v1/nodes/heartbeat", "{\"status\":\"ok\"}"));
    private final TestServer ollama = TestServer.with(
            json(
                    "/api/tags",
                    "{\"models\":[{\"name\":\"qwen3:8b\",\"details\":{\"family\":\"qwen3\"}},{\"name\":\"nomic-embed-text\",\"details\":{\"family\":\"nomic-bert\"}}]}"),
            json("/api/ps", "{\"models\":[{\"name\":\"qwen3:8b\",\"context_length\":40960}]}"));
    private final TestServer vllm = TestServer.with(
            json(
                    "/v1/models",
                    "{\"object\":\"list\",\"data\":[{\"id\":\"mistral\",\"owned_by\":\"vllm\",\"max_model_len\":32768}]}"),
            text(
                    "/metrics",
                    "# HELP x\nvllm:num_requests_waiting{engine=\"0\"} 3.0\nvllm:num_requests_running{engine=\"0\"} 2.0\n"));
    private final AtomicReference<String> refusal = new AtomicReference<>("");
    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final StringWriter said = new StringWriter();

    /// What the gateway heard.
    private record Heard(
            String path, Optional<String> key, Bytes bytes, Optional<String> sentAt, Optional<String> signature) {
        Json body() {
            return Json.parse(bytes);
        }

        boolean isSigned(VerifyingKey by) {
            return by.matches(NodeMessage.signed(path, sentAt.orElseThrow(), bytes), signature.orElseThrow());
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        ollama.close();
        vllm.close();
    }

    @Test
    void enrolsRegistersBeatsAndDrains() throws InterruptedException {
        try (NodeAgent agent = agent(Optional.of("et-once"))) {
            Thread running = Thread.ofVirtual().start(agent::run);
            Heard enrolled = next();
            Heard registered = next();
            Heard beat = next();
            agent.drain();
            running.join(Duration.ofSeconds(SOON));

            assertThat(enrolled.path()).isEqualTo("/v1/nodes/enrol");
            assertThat(enrolled.key()).contains("et-once");
            assertThat(enrolled.body().get("host_id").text()).isEqualTo("box");
            assertThat(registered.path()).isEqualTo("/v1/nodes/register");
            assertThat(registered.key()).contains("nk-kept");
            assertThat(registered.body().path("labels.site").text()).isEqualTo("cellar");
            assertThat(beat.path()).isEqualTo("/v1/nodes/heartbeat");
            assertThat(last().body().path("status.state").text()).isEqualTo("draining");
            assertThat(said.toString()).contains("Enrolled as box.", "Registered as box", "Drained.");
        }
    }

    @Test
    void tellsWhatEachServerHasAndHowBusyItIs() throws InterruptedException {
        try (NodeAgent agent = agent(Optional.empty())) {
            Thread running = Thread.ofVirtual().start(agent::run);
            List<Json> services = next().body().get("services").elements();
            agent.drain();
            running.join(Duration.ofSeconds(SOON));

            assertThat(services)
                    .extracting(service -> service.get("service_id").text())
                    .containsExactly("box/ollama/chat", "box/ollama/embeddings", "box/vllm/chat");
            assertThat(services.get(0).path("assets.0"))
                    .isEqualTo(Json.parse(
                            "{\"asset_id\":\"qwen3:8b\",\"loaded\":true,\"family\":\"qwen3\",\"context\":40960}"));
            assertThat(services.get(0).get("endpoint").text()).isEqualTo("http://10.9.8.7:" + ollama.port());
            assertThat(services.get(1).path("assets.0.loaded").bool()).isFalse();
            assertThat(services.get(2).path("assets.0.context").asLong()).isEqualTo(32768);
            assertThat(services.get(2).get("observed")).isEqualTo(Json.parse("{\"queue_depth\":3,\"in_flight\":2}"));
        }
    }

    @Test
    @Tag("RO25")
    void registersAgainWhenTheGatewayHasForgottenIt() throws InterruptedException {
        statuses.put("/v1/nodes/heartbeat", 404);
        try (NodeAgent agent = agent(Optional.empty())) {
            Thread running = Thread.ofVirtual().start(agent::run);

            assertThat(List.of(next().path(), next().path(), next().path()))
                    .containsExactly("/v1/nodes/register", "/v1/nodes/heartbeat", "/v1/nodes/register");
            agent.drain();
            running.join(Duration.ofSeconds(SOON));
        }
    }

    @Test
    void keepsItsKeyForTheNextStartWhereOnlyItsOwnerCanReadIt() throws InterruptedException, IOException {
        for (int start = 0; start < 2; start++) {
            try (NodeAgent agent = agent(Optional.of("et-once"))) {
                Thread running = Thread.ofVirtual().start(agent::run);
                next();
                agent.drain();
                running.join(Duration.ofSeconds(SOON));
            }
        }

        List<Heard> all = new ArrayList<>(heard);
        assertThat(all).extracting(Heard::path).doesNotContain("/v1/nodes/enrol");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("node-box.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("R05")
    void signsWhatItSaysEachTimeAtALaterTime() throws InterruptedException {
        VerifyingKey known;
        try (NodeAgent agent = agent(Optional.of("et-once"))) {
            Thread running = Thread.ofVirtual().start(agent::run);
            known = VerifyingKey.read(next().body().get("public_key").text()).orElseThrow();
            List<Heard> signed = List.of(next(), next());
            agent.drain();
            running.join(Duration.ofSeconds(SOON));

            assertThat(signed).allMatch(message -> message.isSigned(known));
            assertThat(Long.parseLong(signed.getLast().sentAt().orElseThrow()))
                    .isGreaterThan(Long.parseLong(signed.getFirst().sentAt().orElseThrow()));
        }
        heard.clear();
        try (NodeAgent agent = agent(Optional.empty())) {
            Thread running = Thread.ofVirtual().start(agent::run);

            assertThat(next().isSigned(known)).as("after the next start").isTrue();
            agent.drain();
            running.join(Duration.ofSeconds(SOON));
        }
    }

    @Test
    @Tag("RO24")
    void goesOnWithAKeyFromBeforeThereWereKeyPairs() throws InterruptedException, IOException {
        Files.writeString(folder.resolve("node-box.key"), "nk-older");
        try (NodeAgent agent = agent(Optional.empty())) {
            Thread running = Thread.ofVirtual().start(agent::run);
            Heard registered = next();
            agent.drain();
            running.join(Duration.ofSeconds(SOON));

            assertThat(registered.key()).contains("nk-older");
            assertThat(registered.signature()).isEmpty();
        }
    }

    @Test
    @Tag("R05")
    void triesAgainWhenItsClockIsOff() throws InterruptedException {
        refusal.set("node_clock_off");
        statuses.put("/v1/nodes/register", 401);
        try (NodeAgent agent = agent(Optional.empty())) {
            Thread running = Thread.ofVirtual().start(agent::run);

            assertThat(List.of(next().path(), next().path()))
                    .containsExactly("/v1/nodes/register", "/v1/nodes/register");
            agent.drain();
            running.join(Duration.ofSeconds(SOON));
        }
    }

    @Test
    void saysWhyItCannotGoOn() {
        statuses.put("/v1/nodes/register", 401);
        try (NodeAgent agent = agent(Optional.empty())) {
            assertThatThrownBy(agent::run)
                    .isInstanceOf(AgentFailed.class)
                    .hasMessageContaining("does not accept the node key");
        }
    }

    @Test
    void answersOnItsOwnListener() throws IOException, InterruptedException {
        try (NodeAgent agent = agent(Optional.empty());
                EventLoops loops = EventLoops.start(1);
                AgentListener listener = AgentListener.start(loops, agent, 0);
                HttpClient client = HttpClient.newHttpClient()) {
            URI own = URI.create("http://127.0.0.1:" + listener.port());

            assertThat(Json.parse(get(client, own.resolve("/health")))
                            .get("status")
                            .text())
                    .isEqualTo("ok");
            assertThat(Json.parse(get(client, own.resolve("/v1/node/inventory")))
                            .get("registered")
                            .bool())
                    .isFalse();
            assertThat(Json.parse(get(client, own.resolve("/v1/node/registration")))
                            .path("resources.gpus.0.memory_total_mb")
                            .asLong())
                    .isEqualTo(24564);
        }
    }

    private static String get(HttpClient client, URI url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
    }

    private NodeAgent agent(Optional<String> token) {
        AgentSettings settings = new AgentSettings(
                URI.create("http://127.0.0.1:" + gateway.port()),
                token.map(Secret::of),
                Optional.empty(),
                "box",
                "The box",
                Optional.of("10.9.8.7"),
                List.of(URI.create("http://127.0.0.1:" + ollama.port()), URI.create("http://127.0.0.1:" + vllm.port())),
                Map.of("site", "cellar"),
                0,
                folder,
                OFTEN);
        Hardware hardware = new Hardware(folder, List.of("printf", "%s", "NVIDIA RTX 4090, 24564, 9120"));
        return new NodeAgent(settings, new PrintWriter(said), clock, hardware);
    }

    private Heard next() throws InterruptedException {
        Heard one = heard.poll(SOON, TimeUnit.SECONDS);
        assertThat(one).as("heard in time").isNotNull();
        return one;
    }

    private Heard last() {
        return new ArrayList<>(heard).getLast();
    }

    private Route gate(String path, String answer) {
        Endpoint endpoint = (request, reply) -> {
            var _ = request.body(1 << 20).thenAccept(body -> {
                heard.add(new Heard(
                        path,
                        request.header("x-sallyport-node-key"),
                        body,
                        request.header(NodeMessage.SENT_AT),
                        request.header(NodeMessage.SIGNATURE)));
                reply.status(statuses.getOrDefault(path, 200))
                        .header("content-type", "application/json")
                        .send(Bytes.of(
                                refusal.get().isEmpty() ? answer : "{\"error\":{\"code\":\"" + refusal.get() + "\"}}"));
            });
        };
        return TestServer.route("POST", path, endpoint);
    }

    private static Route json(String path, String body) {
        return TestServer.route("GET", path, (_, reply) -> reply.status(200).send(Bytes.of(body)));
    }

    private static Route text(String path, String body) {
        return json(path, body);
    }
}
