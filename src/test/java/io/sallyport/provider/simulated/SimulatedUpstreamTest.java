package io.sallyport.provider.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.json.Json;
import io.sallyport.testkit.SseClient;
import io.sallyport.transport.EventLoops;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SimulatedUpstreamTest {
    private final EventLoops loops = EventLoops.start(1);
    private SimulatedUpstream upstream;

    @BeforeAll
    void startsUpstream() {
        upstream = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    }

    @AfterAll
    void closes() {
        upstream.close();
        loops.close();
    }

    @Test
    void answersWhole() {
        try (SseClient client = chat("sim-size-2048", "")) {
            Json answer = Json.parse(client.text());

            assertThat(answer.path("choices.0.message.content").text()).hasSize(2048);
        }
    }

    @Test
    void streamsAtThePaceOfTheName() {
        long start = System.nanoTime();
        try (SseClient client = chat("sim-stream-5ms-40", ",\"stream\":true")) {
            List<SseClient.Event> events = client.rest();

            Duration time = Duration.ofNanos(events.getLast().nanos() - start);
            assertThat(events).hasSize(40 + 3);
            assertThat(time).isBetween(Duration.ofMillis(190), Duration.ofMinutes(2));
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
        }
    }

    @Test
    void cutsAfterTheEventsOfTheName() {
        try (SseClient client = chat("sim-cut-3", ",\"stream\":true")) {
            List<SseClient.Event> events = client.rest();

            assertThat(events).hasSize(3);
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CUT);
        }
    }

    @Test
    void resetsBeforeTheHead() {
        assertThatThrownBy(() -> chat("sim-cut-0", ",\"stream\":true")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void waitsBeforeTheFirstByte() {
        long start = System.nanoTime();

        try (SseClient client = chat("sim-slow-100ms", "")) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(99));
        }
    }

    @Test
    void streamsALargeEventAndAnEndlessOne() {
        try (SseClient large = chat("sim-bigevent-3000000", ",\"stream\":true");
                SseClient endless = chat("sim-endless-0ms", ",\"stream\":true")) {

            assertThat(large.rest().get(1).data()).hasSizeGreaterThan(3_000_000);
            for (int i = 0; i < 5000; i++) {
                assertThat(endless.next()).isPresent();
            }
        }
    }

    @Test
    void greetsAndEchoesInARealtimeSession() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        URI url = URI.create("ws://127.0.0.1:" + upstream.port() + "/v1/realtime?model=sim-realtime");
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(url, new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            heard.add(text.toString());
                            from.request(1);
                            return null;
                        }
                    })
                    .join();

            socket.sendText("hello", true).join();

            assertThat(heard.poll(1, TimeUnit.MINUTES)).contains("session.created");
            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("hello");
            socket.abort();
        }
    }

    private SseClient chat(String model, String more) {
        return SseClient.post(
                URI.create(upstream.baseUrl() + "/chat/completions"),
                Map.of(),
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}");
    }
}
