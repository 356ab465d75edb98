package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.telemetry.GenAi;
import io.sallyport.telemetry.Service;
import io.sallyport.telemetry.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB19")
final class TraceSinkTest {
    private final AtomicReference<String> received = new AtomicReference<>("");
    private HttpServer collector;
    private Tracing tracing;

    @BeforeEach
    void startsACollector() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.set(new String(body, StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        URI address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        tracing = Tracing.open(Optional.of(address), new Service("sallyport", "1.0", "one"));
    }

    @AfterEach
    void stops() {
        tracing.close();
        collector.stop(0);
    }

    @Test
    void sendsTheCallAndItsAttemptsUnderTheSpanOfTheClient() {
        Attempted down = new Attempted("spare", "azure", "gpt-a", 0, "upstream_timeout", 30);

        new TraceSink(tracing).take(MeteredCalls.with(MeteredCalls.answered(), List.of(down, MeteredCalls.ANSWERED)));
        tracing.flush();

        assertThat(received.get())
                .contains("chat gpt", "chat gpt-4.1", "chat gpt-a", "upstream_timeout", "spare", "main")
                .contains(GenAi.OPERATION, GenAi.PROVIDER, GenAi.REQUEST_MODEL, GenAi.RESPONSE_MODEL)
                .contains(GenAi.INPUT_TOKENS, GenAi.OUTPUT_TOKENS, "url.path", "/v1/chat/completions")
                .contains(bytes("4bf92f3577b34da6a3ce929d0e0e4736"), bytes("00f067aa0ba902b7"))
                .contains(bytes("8def0123456789ab"), bytes("8def0123456789ac"), bytes("8def0123456789ad"));
    }

    @Test
    @Tag("OB19")
    void sendsASpanForEachStage() {
        CallRecord call = MeteredCalls.passing(Map.of(CallStage.AUTHENTICATE, 20L, CallStage.ROUTE, 90L));

        new TraceSink(tracing).take(call);
        tracing.flush();

        assertThat(received.get())
                .contains("authenticate", "route", "answer")
                .doesNotContain("screen")
                .contains(bytes("8def012345678d94"), bytes("8def012345678d95"), bytes("8def012345678d96"));
    }

    @Test
    void saysWhyACallFailed() {
        new TraceSink(tracing).take(MeteredCalls.refused("invented"));
        tracing.flush();

        assertThat(received.get()).contains("error.type", "model_not_found", "chat invented");
    }

    @Test
    void doesNothingWhenSwitchedOff() {
        new TraceSink(Tracing.off()).take(MeteredCalls.answered());
        tracing.flush();

        assertThat(received.get()).isEmpty();
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
