package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A finished call on its way to a file, an object store, a webhook and a collector of logs.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA45")
final class CallExportTest {
    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final String STORE_SECRET = "store-canary-9f8e7d6c5b4a";
    private static final String PROMPT = "prompt-canary-77 of ada@example.org";

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer receiver = receiver();
    private final Path file = file();
    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("answer-canary-88")));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .word("content_capture", "full")
            .section(
                    "export",
                    Json.object()
                            .put("file", Json.object().put("path", file.toString()))
                            .put(
                                    "bucket",
                                    Json.object()
                                            .put("endpoint", address(""))
                                            .put("name", "calls")
                                            .put("prefix", "eu/prod")
                                            .put("access_key", "AKIDEXAMPLE")
                                            .put("secret_key", STORE_SECRET)
                                            .put("every", "1s"))
                            .put(
                                    "webhook",
                                    Json.object()
                                            .put("url", address("/hook"))
                                            .put("secrets", Json.array().add(SECRET)))
                            .put("otlp_endpoint", address("")))
            .start();

    /// What came to the receiver.
    private record Received(String method, String path, HttpExchange head, String body) {
        String header(String name) {
            return head.getRequestHeaders().getFirst(name);
        }
    }

    private HttpServer receiver() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::receive);
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The webhook is out of order at its first message.
    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        boolean isFirstHook = path.equals("/hook") && at("/hook").isEmpty();
        received.add(new Received(exchange.getRequestMethod(), path, exchange, body));
        exchange.sendResponseHeaders(isFirstHook ? 500 : 200, -1);
        exchange.close();
    }

    private static Path file() {
        try {
            return Files.createTempDirectory("export").resolve("calls.ndjson");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String address(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private List<Received> at(String start) {
        return received.stream().filter(one -> one.path().startsWith(start)).toList();
    }

    @BeforeAll
    void calls() {
        try (SseClient answer = gateway.chat("chat", ",\"user\":\"" + PROMPT + "\"")) {
            answer.rest();
        }
        Await.until(() -> at("/hook").size() == 2
                && at("/calls/").size() == 1
                && at("/v1/logs").size() == 1
                && isWritten());
    }

    private boolean isWritten() {
        try {
            return Files.exists(file) && Files.readString(file).endsWith("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void closes() {
        gateway.close();
        upstream.close();
        receiver.stop(0);
    }

    @Test
    void writesALineIntoTheFile() throws IOException {
        Json call = Json.parse(Files.readString(file));

        assertThat(call.get("model").text()).isEqualTo("chat");
        assertThat(call.get("status").asLong()).isEqualTo(200);
        assertThat(call.get("output_tokens").asLong()).isEqualTo(7);
    }

    @Test
    void putsAnObjectIntoTheBucket() {
        Received object = at("/calls/").getFirst();

        assertThat(object.method()).isEqualTo("PUT");
        assertThat(object.path()).matches("/calls/eu/prod/\\d{4}/\\d{2}/\\d{2}/[0-9a-f-]{36}\\.ndjson");
        assertThat(object.header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .contains("/us-east-1/s3/aws4_request, SignedHeaders=content-type;host;");
        assertThat(Json.parse(object.body()).get("model").text()).isEqualTo("chat");
    }

    @Test
    void tellsTheWebhookAgainUnderTheSameName() throws Exception {
        Received first = at("/hook").getFirst();
        Received second = at("/hook").get(1);
        String signed = second.header("webhook-id") + "." + second.header("webhook-timestamp") + "." + second.body();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        assertThat(second.header("webhook-id")).isEqualTo(first.header("webhook-id"));
        assertThat(second.header("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(Json.parse(second.body()).path("data.0.model").text()).isEqualTo("chat");
    }

    @Test
    @Tag("OB8")
    void sendsALogRecordThatLeadsToTheTrace() throws IOException {
        Json entry = Json.parse(at("/v1/logs").getFirst().body()).path("resourceLogs.0.scopeLogs.0.logRecords.0");

        assertThat(entry.get("traceId").text())
                .isEqualTo(Json.parse(Files.readString(file)).get("trace_id").text());
        assertThat(entry.get("attributes").toString()).contains("\"key\":\"status\",\"value\":{\"intValue\":\"200\"}");
    }

    @Test
    @Tag("N01")
    void tellsNobodyTextsOrSecrets() throws IOException {
        Stream<String> outside =
                Stream.concat(received.stream().map(Received::body), Stream.of(Files.readString(file)));

        assertThat(outside)
                .noneMatch(text -> text.contains("canary"))
                .noneMatch(text -> text.contains(GatewayHarness.KEY) || text.contains(GatewayHarness.UPSTREAM_KEY));
    }

    @Test
    void countsWhatWasBroughtWhere() {
        try (Passerby prometheus = new Passerby(gateway.metricsUrl())) {
            // What arrived is counted once its target has answered.
            String scrape = Await.answer(
                    () -> prometheus.get("/metrics").body(),
                    body -> body.contains("sallyport_export_sent_total{target=\"webhook\"} 1.0")
                            && body.contains("sallyport_export_waiting{target=\"bucket\"} 0.0"));

            assertThat(scrape)
                    .contains("sallyport_export_sent_total{target=\"webhook\"} 1.0")
                    .contains("sallyport_export_waiting{target=\"bucket\"} 0.0")
                    .contains("sallyport_export_dropped_total{target=\"otlp\"} 0.0");
        }
    }
}
