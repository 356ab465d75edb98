package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Setup;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Settings that change while streams are in flight.
@Timeout(60)
final class ReloadTest {
    private final ScriptedUpstream before = ScriptedUpstream.start();
    private final ScriptedUpstream after = ScriptedUpstream.start();
    private final GatewayHarness gateway = setup("up", before).start();

    @AfterEach
    void closes() {
        gateway.close();
        before.close();
        after.close();
    }

    @Test
    @Tag("E23")
    void finishesAStreamOnTheAddressItBeganOn() {
        CountDownLatch gate = new CountDownLatch(1);
        before.always(halfWayUntil(gate));
        after.always(Chunks.saying("new"));

        try (SseClient running = gateway.stream("chat")) {
            String first = running.next().orElseThrow().data();
            gateway.reload(setup("up", after));
            List<String> next = words();
            gate.countDown();
            List<SseClient.Event> rest = running.rest();

            assertThat(first).contains("one");
            assertThat(next).containsExactly("new");
            assertThat(Chunks.words(rest)).containsExactly("two");
            assertThat(Chunks.isDone(rest)).isTrue();
        }
    }

    @Test
    @Tag("E23")
    void finishesAStreamOnABackendThatIsGone() {
        CountDownLatch gate = new CountDownLatch(1);
        before.always(halfWayUntil(gate));
        after.always(Chunks.saying("new"));

        try (SseClient running = gateway.stream("chat")) {
            running.next();
            gateway.reload(setup("other", after));
            List<String> next = words();
            gate.countDown();

            assertThat(next).containsExactly("new");
            assertThat(Chunks.isDone(running.rest())).isTrue();
        }
        assertThat(before.requests()).hasSize(1);
    }

    private static Setup setup(String backend, ScriptedUpstream upstream) {
        return GatewayHarness.with().backend(backend, upstream.url()).alias("chat", backend + "/m");
    }

    private static Script halfWayUntil(CountDownLatch gate) {
        return Script.eventStream()
                .events(Chunks.word("one"))
                .await(gate)
                .events(Chunks.word("two"), Chunks.FINISH, Chunks.USAGE, Chunks.DONE)
                .lastChunk();
    }

    private List<String> words() {
        try (SseClient client = gateway.stream("chat")) {
            return Chunks.words(client.rest());
        }
    }
}
