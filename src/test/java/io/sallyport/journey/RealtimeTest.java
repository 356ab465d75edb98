package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// A realtime session passes through the gateway both ways, and is remembered.
@TestInstance(Lifecycle.PER_CLASS)
final class RealtimeTest {
    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream upstream = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("sim", upstream.baseUrl())
            .alias("talk", "sim/sim-realtime")
            .start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        upstream.close();
        loops.close();
    }

    @Test
    void passesMessagesBothWays() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = open("talk", GatewayHarness.KEY, heard);

        String greeting = heard.next();
        socket.sendText("{\"type\":\"ping\"}", true).join();
        String echo = heard.next();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();

        assertThat(greeting).contains("session.created").contains("sim-realtime");
        assertThat(echo).isEqualTo("{\"type\":\"ping\"}");
        assertThat(Installation.rows(
                        gateway.database(),
                        "select l.status from request_log l join usage_record u on u.request_id = l.id"
                                + " where l.status = 101",
                        1))
                .hasSize(1);
    }

    @Test
    void refusesWrongKeysAndUnknownModelsBeforeTheUpgrade() {
        assertThat(status("talk", "sk-wrong")).isEqualTo(401);
        assertThat(status("nothing", GatewayHarness.KEY)).isEqualTo(404);
    }

    private int status(String model, String key) {
        CompletionException refused =
                catchThrowableOfType(CompletionException.class, () -> open(model, key, new Heard()));
        return refused.getCause() instanceof WebSocketHandshakeException handshake
                ? handshake.getResponse().statusCode()
                : 0;
    }

    private WebSocket open(String model, String key, Heard heard) throws CompletionException {
        URI url = URI.create(gateway.url().toString().replace("http:", "ws:") + "/v1/realtime?model=" + model);
        return client.newWebSocketBuilder()
                .header("authorization", "Bearer " + key)
                .buildAsync(url, heard)
                .join();
    }

    /// Collects whole text messages.
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        String next() throws InterruptedException {
            String message = messages.poll(1, TimeUnit.MINUTES);
            if (message == null) {
                throw new AssertionError("no message came");
            }
            return message;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
