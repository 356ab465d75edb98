package io.sallyport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.ops.OpsRoutes.Metrics;
import io.sallyport.ops.OpsRoutes.Parts;
import io.sallyport.ops.Probe.Weight;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.Exposition;
import io.sallyport.telemetry.JvmMeters;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Route;
import io.sallyport.web.Routes;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpsRoutesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestDatabase db = TestDatabase.migrated();
    private final HttpClient http = HttpClient.newHttpClient();
    private final EventLoops loops = EventLoops.start(1);
    private final JvmMeters machine = new JvmMeters();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicReference<String> problem = new AtomicReference<>("");
    private final AtomicReference<List<Route>> routes = new AtomicReference<>(List.of());
    private final WebServer server = new WebServer(
            loops,
            WebServerSettings.on("127.0.0.1", 0),
            (request, reply) -> new Routes(routes.get()).handle(request, reply),
            (request, reply, failure) -> {
                reply.status(404);
                reply.send(Bytes.EMPTY);
            });
    private int port;
    private Meters meters = new Meters(10);
    private SharedMeters shared = shared();

    @BeforeAll
    void starts() {
        port = server.start();
    }

    @AfterAll
    void stops() {
        server.close();
        loops.close();
        machine.close();
        db.close();
    }

    @BeforeEach
    void resets() {
        draining.set(false);
        problem.set("");
        meters = new Meters(10);
        shared = shared();
    }

    @Test
    @Tag("DA22")
    @Tag("C9")
    void isAliveWhateverItsDependenciesDo() throws Exception {
        problem.set("does not answer");
        draining.set(true);

        HttpResponse<String> answer = main("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"healthy\"}");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    @Tag("DA23")
    void saysWhichDependenciesWork() throws Exception {
        Json body = Json.parse(main("/healthz").body());

        assertThat(body.get("status").text()).isEqualTo("ok");
        assertThat(body.path("dependencies.database.status").text()).isEqualTo("ok");
        assertThat(body.path("dependencies.database.latency_ms").asLong()).isNotNegative();
        assertThat(body.path("dependencies.thing.status").text()).isEqualTo("ok");
    }

    @Test
    @Tag("PG10")
    void isDegradedWhenADependencyIsDown() throws Exception {
        problem.set("does not answer");

        HttpResponse<String> healthz = main("/healthz");
        HttpResponse<String> health = main("/api/health");

        assertThat(healthz.statusCode()).isEqualTo(200);
        assertThat(health.statusCode()).isEqualTo(503);
        Json body = Json.parse(health.body());
        assertThat(body.get("status").text()).isEqualTo("degraded");
        assertThat(body.path("dependencies.thing.error").text()).isEqualTo("does not answer");
        assertThat(Json.parse(healthz.body()).get("status").text()).isEqualTo("degraded");
    }

    @Test
    void isNotReadyWhileItDrains() throws Exception {
        draining.set(true);

        HttpResponse<String> healthz = main("/healthz");

        assertThat(healthz.statusCode()).isEqualTo(503);
        assertThat(healthz.body()).contains("\"status\":\"draining\"");
        assertThat(main("/api/health").statusCode()).isEqualTo(503);
        assertThat(main("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    @Tag("DE19")
    void takesNoCallsWithoutWhatAnotherInstanceMayHave() throws Exception {
        int before = main("/readyz").statusCode();

        problem.set("nearly used up");

        assertThat(before).isEqualTo(200);
        assertThat(main("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    @Tag("DE19")
    void takesCallsWithoutWhatEveryInstanceHasLost() {
        Readiness readiness = new Readiness(
                List.of(new Probe("database", Weight.SHARED, LONG, () -> Optional.of("is gone"))), () -> false);

        Readiness.Report report = readiness.report();

        assertThat(report.takesCalls()).isTrue();
        assertThat(report.isReady()).isFalse();
    }

    @Test
    @Tag("DA24")
    void listsWhatEachBackendServes() throws Exception {
        String body = main("/status").body();

        assertThat(body)
                .isEqualTo("{\"status\":\"running\",\"providers\":{\"openai\":{\"endpoints\":"
                        + "[\"/v1/chat/completions\",\"/v1/embeddings\"]}}}");
    }

    @Test
    @Tag("C8")
    @Tag("DA25")
    void showsNoUsersAndKeysOnTheMainListener() throws Exception {
        countSomething();

        String text = main("/metrics").body();
        Json json = Json.parse(
                get(main(Metrics.SHOWN), "/metrics", "application/json").body());

        assertThat(text)
                .contains("test_plain_total 3.0", "jvm_memory_used_bytes")
                .doesNotContain("test_open_total");
        assertThat(json.path("test_plain_total.values.0.value").decimal()).isEqualByComparingTo("3");
        assertThat(json.get("test_open_total").isMissing()).isTrue();
    }

    @Test
    @Tag("OB1")
    @Tag("OB2")
    @Tag("OB3")
    void showsEverythingOnTheMetricsListener() throws Exception {
        countSomething();
        Parts parts = parts();

        String text = get(OpsRoutes.metrics(parts, Metrics.SHOWN), "/metrics", "text/plain")
                .body();

        assertThat(text)
                .contains("test_plain_total 3.0", "test_open_total{api_key=\"key-1\"} 2.0")
                .contains("sallyport_metrics_aggregated 1.0", "sallyport_daily_active_users{");
        assertThat(get(OpsRoutes.metrics(parts, Metrics.SHOWN), "/health", "*/*")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("F13")
    void staysReadyWithoutWhatOnlyHelps() {
        Readiness readiness = new Readiness(
                List.of(new Probe("redis", Weight.HELPFUL, LONG, () -> Optional.of("is gone"))), () -> false);

        Readiness.Report report = readiness.report();

        assertThat(report.isReady()).isTrue();
        assertThat(report.isFine()).isFalse();
        assertThat(report.results()).extracting(Readiness.Result::error).containsExactly("is gone");
    }

    @Test
    @Tag("OB7")
    void hasNoMetricsWhereTheyAreSwitchedOff() throws Exception {
        assertThat(get(main(Metrics.HIDDEN), "/metrics", "*/*").statusCode()).isEqualTo(404);
    }

    @Test
    void asksAtMostOnceASecondAndWaitsForNobodyWhoIsSlow() {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        Readiness readiness = new Readiness(
                List.of(
                        new Probe("slow", Weight.REQUIRED, Duration.ofMillis(20), () -> {
                            asked.incrementAndGet();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return Optional.empty();
                        }),
                        new Probe("broken", Weight.REQUIRED, LONG, () -> {
                            throw new IllegalStateException("db.internal:5432 refused");
                        })),
                () -> false);

        long start = System.nanoTime();
        Readiness.Report first = readiness.report();
        Readiness.Report second = readiness.report();
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

        assertThat(List.of(first, second))
                .allSatisfy(report -> assertThat(report.results())
                        .extracting(Readiness.Result::error)
                        .containsExactly("timeout", "failed"));
        // It may be given up before it began.
        Await.until(() -> asked.get() > 0);
        assertThat(asked.get()).isLessThanOrEqualTo(1 + (int) seconds);
    }

    private void countSomething() {
        meters.counter(Metric.counter("test_plain_total", "Plain.", List.of(), List.of()))
                .add(3);
        meters.counters(Metric.counter("test_open_total", "Open.", List.of("api_key"), List.of()))
                .with("key-1")
                .add(2);
    }

    private Parts parts() {
        Readiness readiness = new Readiness(
                List.of(
                        patient(Probe.of(db.database())),
                        new Probe(
                                "thing",
                                Weight.REQUIRED,
                                LONG,
                                () -> Optional.of(problem.get()).filter(text -> !text.isEmpty()))),
                draining::get);
        return new Parts(
                readiness,
                () -> Map.of("openai", List.of("/v1/chat/completions", "/v1/embeddings")),
                meters,
                shared,
                new Exposition(machine),
                (request, reply, failure) -> {
                    reply.status(500);
                    reply.send(Bytes.EMPTY);
                });
    }

    /// The same, however slow the machine is.
    private static Probe patient(Probe probe) {
        return new Probe(probe.name(), probe.weight(), LONG, probe.check());
    }

    private SharedMeters shared() {
        return new SharedMeters(db.database(), meters, new DailyActive(), Clock.systemUTC(), Duration.ofDays(1));
    }

    private List<Route> main(Metrics metrics) {
        return OpsRoutes.main(parts(), metrics);
    }

    private HttpResponse<String> main(String path) throws IOException, InterruptedException {
        return get(main(Metrics.SHOWN), path, "*/*");
    }

    private HttpResponse<String> get(List<Route> table, String path, String accept)
            throws IOException, InterruptedException {
        routes.set(table);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("accept", accept)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
