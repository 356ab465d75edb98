package io.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

    @Test
    void passesEverythingWhileNothingIsWrong() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, "{}"));
                FaultProxy proxy = FaultProxy.before(upstream.port());
                SseClient client = through(proxy)) {

            String answer = client.text();

            assertThat(answer).isEqualTo("{}");
        }
    }

    @Test
    void refusesAndAcceptsAgain() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, "{}"));
                FaultProxy proxy = FaultProxy.before(upstream.port()).fault(new FaultProxy.Refuse())) {

            assertThatThrownBy(() -> through(proxy))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(ConnectException.class);
            proxy.fault(new FaultProxy.None());

            try (SseClient client = through(proxy)) {
                assertThat(client.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void cutsAfterSomeBytes() {
        Script long200 = Script.json(200, "x".repeat(1000));
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(long200);
                FaultProxy proxy = FaultProxy.before(upstream.port()).fault(new FaultProxy.CutAfter(500));
                SseClient client = through(proxy)) {

            client.text();

            assertThat(client.ending()).isEqualTo(SseClient.Ending.CUT);
        }
    }

    @Test
    void cutsInsteadOfAnAnswerWithSomeWord() {
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.start().next(Script.json(200, "a word"), Script.json(200, "another"));
                FaultProxy proxy = FaultProxy.before(upstream.port()).fault(new FaultProxy.CutInstead("a word"))) {

            assertThatThrownBy(() -> through(proxy)).isInstanceOf(UncheckedIOException.class);

            try (SseClient client = through(proxy)) {
                assertThat(client.text()).isEqualTo("another");
            }
        }
    }

    @Test
    void letsABlackHoleGoOnWhenItIsClosed() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        Script script = Script.eventStream().events("1").await(gate).events("2").lastChunk();
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(script);
                FaultProxy proxy = FaultProxy.before(upstream.port());
                SseClient client = through(proxy)) {
            client.next();
            proxy.fault(new FaultProxy.BlackHole());
            gate.countDown();

            proxy.fault(new FaultProxy.None());

            assertThat(client.rest()).extracting(SseClient.Event::data).containsExactly("2");
        }
    }

    @Test
    void sendsNewConnectionsToAnotherTarget() {
        try (ScriptedUpstream first = ScriptedUpstream.start().always(Script.json(200, "first"));
                ScriptedUpstream second = ScriptedUpstream.start().always(Script.json(200, "second"));
                FaultProxy proxy = FaultProxy.before(first.port()).target(second.port());
                SseClient client = through(proxy)) {

            String answer = client.text();

            assertThat(answer).isEqualTo("second");
        }
    }

    private static SseClient through(FaultProxy proxy) {
        return SseClient.post(URI.create("http://127.0.0.1:" + proxy.port() + "/v1/x"), Map.of(), "{}");
    }
}
