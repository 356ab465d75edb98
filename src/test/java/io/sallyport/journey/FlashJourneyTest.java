package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.net.http.HttpResponse;
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
    void migratesAtTheFirstStartAndNotAtTheSecond() {
        String applied = "select * from changelog order by 1";
        List<List<String>> first = database.rows(applied);

        try (Installation again = Installation.of(settings(), database, Map.of())) {
            HttpResponse<String> health = again.get("/health");

            assertThat(health.body()).isEqualTo("{\"status\":\"healthy\"}");
            assertThat(first).isNotEmpty();
            assertThat(database.rows(applied)).isEqualTo(first);
        }
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
                FaultProxy network = FaultProxy.before(port(own));
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

    private static int port(TestDatabase database) {
        return URI.create(database.address().url().replace("jdbc:", "")).getPort();
    }

    private static String url(TestDatabase database, FaultProxy network) {
        return database.address().url().replace(":" + port(database) + "/", ":" + network.port() + "/");
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
