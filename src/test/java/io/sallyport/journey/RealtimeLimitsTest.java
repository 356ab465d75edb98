package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Realtime sessions keep to the limits. The backend sends every message back, so the client itself says what
/// an answer used; each answer may use 200 tokens.
@Tag("C32")
final class RealtimeLimitsTest {
    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream upstream = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        upstream.close();
        loops.close();
    }

    @Test
    void closesASessionThatMayUseNoMore() throws Exception {
        try (GatewayHarness gateway = limited(quota("500"))) {
            Goodbye goodbye = new Goodbye();
            WebSocket session = open(gateway, goodbye);

            session.sendText(answer(100), true).join();
            session.sendText(answer(250), true).join();

            assertThat(goodbye.code()).isEqualTo(1008);
            assertThat(goodbye.reason()).isEqualTo("quota_exceeded");
            assertThat(refusal(gateway)).isEqualTo(429);
        }
    }

    @Test
    void givesBackWhatASessionDidNotUse() throws Exception {
        try (GatewayHarness gateway = limited(quota("700"))) {
            for (int sessions = 0; sessions < 3; sessions++) {
                Goodbye goodbye = new Goodbye();
                WebSocket session = open(gateway, goodbye);
                session.sendText(answer(100), true).join();
                goodbye.echoed();
                session.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
                goodbye.code();
                gateway.settled(sessions + 1);
            }

            assertThat(gateway.settled(3)).extracting(row -> row.code()).containsOnly("");
        }
    }

    @Test
    void countsAsOneOfTheCallsThatRun() throws Exception {
        JsonObject parallel = Json.object()
                .put("name", "one")
                .put("metric", "parallel")
                .put("scope", "key")
                .put("amount", "1");
        try (GatewayHarness gateway = limited(parallel)) {
            Goodbye goodbye = new Goodbye();
            WebSocket session = open(gateway, goodbye);
            session.sendText(answer(1), true).join();
            goodbye.echoed();

            int second = refusal(gateway);
            session.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            goodbye.code();

            assertThat(second).isEqualTo(429);
            assertThat(gateway.settled(2)).extracting(row -> row.status()).contains(101, 429);
        }
    }

    private GatewayHarness limited(JsonObject limit) {
        return GatewayHarness.with()
                .server("output_cap", "100")
                .backend("sim", upstream.baseUrl())
                .alias("talk", "sim/sim-realtime")
                .element("limits", limit)
                .start();
    }

    private static JsonObject quota(String tokens) {
        return Json.object()
                .put("name", "talk")
                .put("metric", "tokens")
                .put("scope", "key")
                .put("amount", tokens)
                .put("window", "24h");
    }

    private static String answer(int tokens) {
        return "{\"type\":\"response.done\",\"response\":{\"usage\":{\"input_tokens\":0,\"output_tokens\":" + tokens
                + "}}}";
    }

    /// The status with which another session is refused.
    private int refusal(GatewayHarness gateway) {
        CompletionException refused =
                catchThrowableOfType(CompletionException.class, () -> open(gateway, new Goodbye()));
        return refused.getCause() instanceof WebSocketHandshakeException handshake
                ? handshake.getResponse().statusCode()
                : 0;
    }

    private WebSocket open(GatewayHarness gateway, Goodbye goodbye) throws CompletionException {
        URI url = URI.create(gateway.url().toString().replace("http:", "ws:") + "/v1/realtime?model=talk");
        return client.newWebSocketBuilder()
                .header("authorization", "Bearer " + GatewayHarness.KEY)
                .buildAsync(url, goodbye)
                .join();
    }

    /// Hears how a session ends.
    private static final class Goodbye implements WebSocket.Listener {
        private final CompletableFuture<String> reason = new CompletableFuture<>();
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final CompletableFuture<String> echo = new CompletableFuture<>();

        int code() throws Exception {
            return code.get(1, TimeUnit.MINUTES);
        }

        String reason() throws Exception {
            return reason.get(1, TimeUnit.MINUTES);
        }

        void echoed() throws Exception {
            echo.get(1, TimeUnit.MINUTES);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            if (text.toString().contains("response.done")) {
                echo.complete(text.toString());
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String words) {
            reason.complete(words);
            code.complete(statusCode);
            return null;
        }
    }
}
