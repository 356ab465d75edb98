package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.transport.SocketTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A gateway on io_uring, whose every read and send goes another way through the system than on epoll.
final class SocketTransportTest {
    private static final int EVENTS = 400;
    /// Longer than any buffer of a socket, so that reads and sends come in parts and have to wait.
    private static final String LONG = "lang ".repeat(1_000_000);

    private static final String CHAT = "/v1/chat/completions";

    /// Many machines and most containers offer no io_uring; there the gateway says so instead of starting on
    /// something else.
    @Test
    void answersWholeCallsAndStreamsOrSaysWhatIsMissing() {
        String expected = SocketTransport.IO_URING
                .missing()
                .map(why -> "this machine does not offer io_uring: " + why)
                .orElse("answered");

        assertThat(outcome()).isEqualTo(expected);
    }

    private static String outcome() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                GatewayHarness gateway = GatewayHarness.with()
                        .server("transport", "io_uring")
                        .backend("one", upstream.url())
                        .alias("chat", "one/m")
                        .start()) {
            relaysLongBodies(upstream, gateway);
            relaysAnAnswerInBits(upstream, gateway);
            relaysAStream(upstream, gateway);
            givesAnAbandonedStreamUp(upstream, gateway);
            return "answered";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void relaysLongBodies(ScriptedUpstream upstream, GatewayHarness gateway) {
        String answer = "{\"object\":\"chat.completion\",\"text\":\"" + LONG + "\"}";
        String asked = "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG + "\"}]}";
        upstream.next(Script.json(200, answer), Script.json(200, answer));

        for (int call = 0; call < 2; call++) {
            try (SseClient client = gateway.post(CHAT, asked)) {
                assertThat(client.text()).isEqualTo(answer);
            }
        }

        assertThat(upstream.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.text()).contains(LONG));
    }

    private static void relaysAnAnswerInBits(ScriptedUpstream upstream, GatewayHarness gateway) {
        upstream.next(
                Script.begin()
                        .trickle(
                                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"text\":\"whole\"}"));

        try (SseClient client = gateway.chat("chat", "")) {
            assertThat(client.text()).isEqualTo("{\"text\":\"whole\"}");
        }
    }

    private static void relaysAStream(ScriptedUpstream upstream, GatewayHarness gateway) {
        List<String> sent = new ArrayList<>(IntStream.range(0, EVENTS)
                .mapToObj(number -> "{\"id\":\"" + number + "\",\"text\":\"" + LONG.substring(0, 10_000) + "\"}")
                .toList());
        sent.add("[DONE]");
        upstream.next(Script.eventStream().events(sent.toArray(String[]::new)).lastChunk());

        try (SseClient client = gateway.stream("chat")) {
            assertThat(client.rest()).extracting(SseClient.Event::data).isEqualTo(sent);
        }
    }

    private static void givesAnAbandonedStreamUp(ScriptedUpstream upstream, GatewayHarness gateway) {
        CountDownLatch gone = new CountDownLatch(1);
        upstream.next(Script.eventStream().events("{\"id\":\"1\"}").whenGone(gone));

        try (SseClient client = gateway.stream("chat")) {
            assertThat(client.next()).isPresent();
        }

        assertThat(gone)
                .satisfies(latch -> assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue());
    }
}
