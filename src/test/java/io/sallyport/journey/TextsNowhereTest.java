package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.CanarySink;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What is said in calls is found in no place that keeps only facts, and what guardrails mask in no place at
/// all: tables, audit events, exports, traces, metrics, log, pages of operators.
@Tag("N01")
@Tag("N03")
final class TextsNowhereTest {
    private static final String PROMPT = "prompt-canary-of-the-lighthouse";
    private static final String ANSWER = "answer-canary-of-the-lighthouse";
    private static final String ADDRESS = "canary.keeper@lighthouse.example";
    private static final String STORE_SECRET = "store-secret-canary-4711-0815";
    private static final String WEBHOOK_SECRET = "webhook-secret-canary-4711-0815";
    private static final String OPENSEARCH_SECRET = "opensearch-secret-canary-4711";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.sallyport");
    private final CopyOnWriteArrayList<String> paths = new CopyOnWriteArrayList<>();
    private final CanarySink sink = new CanarySink();
    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer(ANSWER + " of " + ADDRESS)));
    private final TestDatabase database = TestDatabase.migrated();
    private HttpServer receiver;
    private Path file;

    @BeforeEach
    void listens() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        file = Files.createTempDirectory("texts").resolve("calls.ndjson");
        log.start();
        root.addAppender(log);
        ours.setLevel(Level.TRACE);
        sink.plant(GatewayHarness.KEY)
                .plant(GatewayHarness.UPSTREAM_KEY)
                .plant(STORE_SECRET)
                .plant(WEBHOOK_SECRET)
                .plant(OPENSEARCH_SECRET)
                .plant(ADDRESS);
    }

    @AfterEach
    void closes() {
        ours.setLevel(null);
        root.detachAppender(log);
        upstream.close();
        receiver.stop(0);
        database.close();
    }

    /// OpenSearch, object store, webhook and collector in one; it takes everything and answers as OpenSearch
    /// would.
    private void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        sink.collect(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        paths.add(path);
        byte[] answer = "{\"errors\":false,\"items\":[]}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private GatewayHarness.Setup gateway(String capture) {
        String here = "http://127.0.0.1:" + receiver.getAddress().getPort();
        JsonObject masking = Json.object().put("name", "personal data").put("type", "pii");
        return GatewayHarness.with()
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .word("content_capture", capture)
                .section(
                        "guardrails",
                        Json.object()
                                .put("input_guardrails", Json.array().add(masking))
                                .put("output_guardrails", Json.array().add(masking)))
                .section(
                        "observability",
                        Json.object()
                                .put("log_form", "text")
                                .put("enable_otlp", true)
                                .put("otlp_endpoint", here))
                .section("audit", Json.object().put("opensearch", cluster(here)))
                .section("export", export(here));
    }

    private static JsonObject cluster(String url) {
        return Json.object().put("url", url).put("username", "sallyport").put("password", OPENSEARCH_SECRET);
    }

    /// Every target there is.
    private JsonObject export(String url) {
        JsonObject bucket = Json.object()
                .put("endpoint", url)
                .put("name", "bucket")
                .put("access_key", "id")
                .put("secret_key", STORE_SECRET)
                .put("every", "1s");
        JsonObject webhook = Json.object()
                .put("url", url + "/hook")
                .put("secrets", Json.array().add(WEBHOOK_SECRET));
        return Json.object()
                .put("file", Json.object().put("path", file.toString()))
                .put("bucket", bucket)
                .put("webhook", webhook)
                .put("otlp_endpoint", url);
    }

    @Test
    void keepsNoTextWhereOnlyFactsAreKept() throws IOException {
        sink.plant(PROMPT).plant(ANSWER);

        sweep("metadata");

        assertThat(sink.findings()).isEmpty();
    }

    @Test
    @Tag("N05")
    @Tag("O27")
    void keepsNothingThatIsMaskedEvenWhereTextsAreKept() throws IOException {
        sweep("full");

        assertThat(sink.findings()).isEmpty();
    }

    /// Makes calls that succeed, stream and fail, and collects what is left of them everywhere.
    private void sweep(String capture) throws IOException {
        try (GatewayHarness gateway = gateway(capture).startOn(database)) {
            Person operator = Person.operator(gateway, "root@example.org");
            call(gateway, "");
            call(gateway, ",\"stream\":true");
            upstream.next(Script.json(400, "{\"error\":{\"message\":\"no " + PROMPT + "\"}}"));
            call(gateway, "");
            Await.until(() -> Files.exists(file)
                    && List.of("/_bulk", "/hook", "/v1/logs").stream().allMatch(paths::contains)
                    && paths.stream().anyMatch(path -> path.startsWith("/bucket/")));
            gateway.settled(3);
            sink.collect("requests", operator.get("/admin/api/requests").body());
            sink.collect("overview", operator.get("/admin/api/overview").body());
            sink.collect("status", operator.get("/admin/api/status").body());
            try (Passerby prometheus = new Passerby(gateway.metricsUrl())) {
                sink.collect("metrics", prometheus.get("/metrics").body());
            }
        }
        // What waits is written, and spans are sent, when the gateway ends, at the latest.
        tables();
        assertThat(paths).contains("/v1/traces");
        sink.collect("file", Files.readString(file));
        sink.collect("log", logged());
    }

    private static void call(GatewayHarness gateway, String more) {
        String user = ",\"user\":\"" + PROMPT + " of " + ADDRESS + "\"";
        try (SseClient answer = gateway.chat("chat", user + more)) {
            answer.rest();
        }
    }

    private void tables() {
        database.rows("select table_name from information_schema.tables where table_schema = 'sallyport'"
                        + " and table_type = 'BASE TABLE'")
                .forEach(table -> sink.collect(
                        "table " + table.getFirst(),
                        database.rows("select * from " + table.getFirst()).toString()));
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy())
                .reduce("", String::concat);
    }
}
