package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Main;
import io.sallyport.json.Json;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.JavaProgram;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.EventLoops;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A proxy in front of one provider, with a log that shows what went through.
@TestInstance(Lifecycle.PER_CLASS)
final class FlashJourneyTest {
    private static final String KEY = "a-client-of-the-journey";
    private static final String APPLIED = "select * from changelog order by id";

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final TestDatabase database = TestDatabase.empty();
    private final Installation gateway = Installation.of(settings(), database, Map.of());

    @AfterAll
    void closes() {
        gateway.close();
        database.close();
        simulated.close();
        loops.close();
    }

    @Test
    @Tag("F1")
    @Tag("DB2")
    void migratesAtTheFirstStartAndNotAtTheSecond() {
        String minimal = Installation.sample("minimal.yaml");
        Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-of-the-provider", "GATEWAY_KEY", KEY);
        try (TestDatabase own = TestDatabase.empty()) {
            String health;
            try (Installation first = Installation.of(minimal, own, keys)) {
                health = first.get("/health").body();
            }
            List<List<String>> applied = own.rows(APPLIED);
            String again;
            try (Installation second = Installation.of(minimal, own, keys)) {
                again = second.get("/health").body();
            }

            assertThat(List.of(health, again)).containsOnly("{\"status\":\"healthy\"}");
            assertThat(applied).isNotEmpty();
            assertThat(own.rows(APPLIED)).isEqualTo(applied);
        }
    }

    @Test
    @Tag("F1")
    void doesNotStartWithAMigrationThatIsBroken() throws Exception {
        try (TestDatabase own = TestDatabase.migrated()) {
            own.execute("delete from changelog where id > 2");
            List<List<String>> before = own.rows(APPLIED);

            Process gateway = program(own);
            String said = new String(gateway.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(gateway.waitFor()).isEqualTo(1);
            assertThat(said).contains("0003_keys.sql failed").doesNotContain("is up at");
            assertThat(own.rows(APPLIED)).isEqualTo(before);
        }
    }

    /// The gateway as a process of its own, with the smallest sample.
    private static Process program(TestDatabase database) throws IOException {
        ProcessBuilder program = JavaProgram.of(
                        Main.class, "up", "--config", "config/minimal.yaml", "--port", "0", "--metrics-port", "0")
                .redirectErrorStream(true);
        program.environment()
                .putAll(Map.of(
                        "OPENAI_API_KEY",
                        "sk-of-the-provider",
                        "GATEWAY_KEY",
                        KEY,
                        "DATABASE_URL",
                        database.address().url(),
                        "SALLYPORT_DATABASE_USER",
                        database.address().user(),
                        "SALLYPORT_DATABASE_PASSWORD",
                        database.address().password().reveal()));
        return program.start();
    }

    @Test
    @Tag("F2")
    @Tag("PR4")
    void listsTheProviderWithItsEndpoints() {
        Json status = Json.parse(gateway.get("/status").body());

        assertThat(status.get("status").text()).isEqualTo("running");
        assertThat(status.path("providers.openai.endpoints").toString())
                .contains("/v1/chat/completions", "/v1/vector_stores");
    }

    @Test
    @Tag("F3")
    @Tag("C44")
    @Tag("DA6")
    @Tag("DA13")
    @Tag("DA16")
    void servesFineTuningAndWhatIsDeclaredInTheSettings() {
        String job = "{\"model\":\"chat\",\"training_file\":\"file-1\"}";

        assertThat(post("/v1/fine-tuning/jobs", job).body()).contains("fine_tuning.job");
        assertThat(post("/v1/fine_tuning/jobs", job).body()).contains("fine_tuning.job");
        assertThat(post("/v1/completions", "{\"model\":\"chat\",\"prompt\":\"hello\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/v1/vector_stores", "{\"name\":\"one\"}").body()).contains("vector_store");
        assertThat(post("/v1/nothing", "{}").statusCode()).isEqualTo(404);
        assertThat(gateway.send("DELETE", "/v1/vector_stores", "", "x-api-key", KEY)
                        .statusCode())
                .isEqualTo(405);
        assertThat(gateway.send("DELETE", "/v1/chat/completions", "", "x-api-key", KEY)
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    @Tag("F4")
    @Tag("DA30")
    void answersAPreflight() {
        HttpResponse<String> answer = gateway.send(
                "OPTIONS",
                "/v1/chat/completions",
                "",
                "origin",
                "https://chat.example",
                "access-control-request-method",
                "POST");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(answer.headers().firstValue("access-control-allow-methods"))
                .contains("GET, POST, PUT, DELETE, OPTIONS, PATCH");
        assertThat(answer.headers().firstValue("access-control-allow-headers"))
                .contains("Content-Type, Authorization, X-Requested-With");
        assertThat(answer.headers().firstValue("access-control-max-age")).contains("86400");
    }

    @Test
    @Tag("F10")
    void answersWhileTheDatabaseHangsAndWritesTheLogAfterwards() {
        try (TestDatabase own = TestDatabase.migrated();
                FaultProxy network = FaultProxy.before(own.port());
                Installation proxied =
                        Installation.of(settings(), own, Map.of("SALLYPORT_DATABASE_URL", url(own, network)))) {
            network.fault(new FaultProxy.BlackHole());

            List<Integer> statuses = IntStream.range(0, 500)
                    .mapToObj(_ -> proxied.chat(KEY, "chat", "hello").statusCode())
                    .distinct()
                    .toList();
            String metrics = proxied.get("/metrics").body();
            network.fault(new FaultProxy.None());
            List<List<String>> rows = Installation.rows(own, "select id from request_log", 400);

            assertThat(statuses).containsExactly(200);
            assertThat(metrics).contains("sallyport_log_writer_queue_depth", "sallyport_log_writer_dropped_total");
            assertThat(rows).hasSizeGreaterThanOrEqualTo(400);
        }
    }

    private static String url(TestDatabase database, FaultProxy network) {
        return database.address().url().replace(":" + database.port() + "/", ":" + network.port() + "/");
    }

    @Test
    @Tag("F11")
    @Tag("DA42")
    void sendsABodyWholeAndKeepsItsBeginning() {
        String prompt = "p".repeat(200_000);
        String body = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";

        gateway.get("/health");
        HttpResponse<String> answer = post("/v1/chat/completions", body);
        List<List<String>> kept = Installation.rows(
                database,
                "select length(c.request_body), c.request_cut, r::text from request_log r"
                        + " join request_content c on c.request_id = r.id where r.model = 'echo'",
                1);

        assertThat(answer.body()).contains(prompt);
        assertThat(kept.getFirst().subList(0, 2)).containsExactly("65536", "t");
        assertThat(kept.getFirst().get(2)).contains("[REDACTED]").doesNotContain(KEY);
        assertThat(database.rows("select path from request_log where path = '/health'"))
                .isEmpty();
    }

    private HttpResponse<String> post(String path, String json) {
        return gateway.post(path, json, "authorization", "Bearer " + KEY);
    }

    private String settings() {
        return """
                server:
                  cors: {allowed_origins: ["*"]}
                auth:
                  client_api_keys: [%s]
                backends:
                  - name: openai
                    kind: openai
                    base_url: %s
                    api_key: sk-of-the-provider
                    endpoints:
                      - {path: /v1/vector_stores, methods: [GET, POST]}
                models:
                  - {alias: chat, targets: [{backend: openai, model: sim-1}]}
                  - {alias: echo, targets: [{backend: openai, model: sim-echo}]}
                content_capture: full
                """.formatted(KEY, simulated.baseUrl());
    }
}
