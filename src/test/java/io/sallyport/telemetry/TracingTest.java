package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.lang.RequestId;
import io.sallyport.telemetry.FinishedSpan.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB7")
@Tag("OB8")
final class TracingTest {
    private static final Service SERVICE = new Service("sallyport", "1.0", "one");
    private static final RequestId ID = new RequestId(UUID.fromString("019505f0-1234-7abc-8def-0123456789ab"));
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<String, String> received = new ConcurrentHashMap<>();
    private HttpServer collector;
    private Optional<URI> address;

    @BeforeEach
    void startsACollector() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            // Protocol buffers keep texts and ids as they are, so Latin-1 lets us search for them.
            received.put(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.ISO_8859_1));
            exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        address = Optional.of(
                URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/"));
    }

    @AfterEach
    void stopsTheCollector() {
        collector.stop(0);
    }

    @Test
    void sendsASpanWithItsIdsAndAttributes() {
        try (Tracing tracing = Tracing.open(address, SERVICE)) {
            tracing.record(span(TraceContext.of(ID, CLIENT), "upstream_timeout"));
            tracing.flush();
        }

        assertThat(received.get("/v1/traces"))
                .contains("chat gpt-4.1", GenAi.REQUEST_MODEL, GenAi.INPUT_TOKENS, "error.type", "upstream_timeout")
                .contains("service.name", "sallyport", "service.instance.id", "one")
                .contains(bytes(TRACE), bytes("8def0123456789ab"), bytes("00f067aa0ba902b7"));
    }

    @Test
    void sendsNothingThatTheClientDoesNotWantRecorded() {
        try (Tracing tracing = Tracing.open(address, SERVICE)) {
            tracing.record(span(TraceContext.of(ID, CLIENT.replace("-01", "-00")), ""));
            tracing.flush();
        }

        assertThat(received).isEmpty();
    }

    @Test
    void sendsMetrics() {
        Meters meters = new Meters(10);
        meters.counters(Metric.counter("test_calls_total", "Calls.", List.of("model"), List.of()))
                .with("gpt-4.1")
                .increment();
        meters.histograms(Metric.durations("test_duration_seconds", "Time.", List.of(), List.of(), List.of(1_000L)))
                .with()
                .observe(10);
        meters.observe(Metric.gauge("test_depth", "Depth."), () -> 7);

        try (MetricsPush push = MetricsPush.open(address, SERVICE, meters)) {
            push.flush();
        }

        assertThat(received.get("/v1/metrics"))
                .contains("test_calls_total", "gpt-4.1", "test_duration_seconds", "test_depth", "sallyport");
    }

    @Test
    void passesTheContextOfTheClientOnWhenSwitchedOff() {
        try (Tracing off = Tracing.open(Optional.empty(), SERVICE)) {
            off.record(span(TraceContext.of(ID, ""), ""));

            assertThat(off.isOn()).isFalse();
            assertThat(off.outgoing(ID, CLIENT)).contains(CLIENT);
            assertThat(off.outgoing(ID, "nonsense")).isEmpty();
        }
    }

    @Test
    void putsItselfBetweenClientAndUpstreamWhenSwitchedOn() {
        try (Tracing tracing = Tracing.open(address, SERVICE)) {
            assertThat(tracing.outgoing(ID, CLIENT)).contains("00-" + TRACE + "-8def0123456789ab-01");
        }
    }

    private static FinishedSpan span(TraceContext context, String error) {
        return new FinishedSpan(
                context,
                Side.SERVER,
                "chat gpt-4.1",
                START,
                START.plusSeconds(1),
                Map.of(GenAi.REQUEST_MODEL, "gpt-4.1"),
                Map.of(GenAi.INPUT_TOKENS, 12L),
                error);
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
