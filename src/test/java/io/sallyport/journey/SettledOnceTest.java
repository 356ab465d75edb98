package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Settled;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// However a call ends, it is settled exactly once, with the tokens that were spent.
@TestInstance(Lifecycle.PER_CLASS)
final class SettledOnceTest {
    private final ScriptedUpstream first = ScriptedUpstream.start();
    private final ScriptedUpstream second = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("first", first.url())
            .backend("second", second.url())
            .alias("one", "first/m")
            .alias("both", "first/m", "second/m")
            .start();

    @AfterEach
    void forgets() {
        first.forget();
        second.forget();
        gateway.forgetCalls();
    }

    @AfterAll
    void closes() {
        gateway.close();
        first.close();
        second.close();
    }

    @Test
    @Tag("D09")
    void settlesWhatTheUpstreamReported() {
        first.always(Chunks.saying("hello"));

        readAll("one");

        assertThat(gateway.settled(1)).containsExactly(new Settled(200, "", "first", 1, 5, 7, "reported"));
    }

    @Test
    @Tag("D01")
    void settlesAnEstimateOfWhatArrivedBeforeACut() {
        CountDownLatch read = new CountDownLatch(1);
        first.always(Script.eventStream()
                .events(Chunks.word("one hundred words "), Chunks.word("and some more"))
                .await(read)
                .reset());

        try (SseClient client = gateway.stream("one")) {
            Chunks.seenAround(client, 2, read);
        }

        assertThat(gateway.settled(1)).singleElement().satisfies(call -> {
            assertThat(call.code()).isEqualTo("upstream_stream_interrupted");
            assertThat(call.source()).isEqualTo("estimated");
            assertThat(call.outputTokens()).isBetween(4L, 20L);
        });
    }

    @Test
    @Tag("D23")
    void settlesOneCallOfTwoAttempts() {
        first.always(Script.eventStream().pause(Duration.ofMillis(50)).reset());
        second.always(Chunks.saying("hello"));

        readAll("both");

        assertThat(gateway.settled(1)).containsExactly(new Settled(200, "", "second", 2, 5, 7, "reported"));
    }

    @Test
    @Tag("E01")
    void settlesNothingForACallThatNoUpstreamAnswered() {
        first.always(Script.json(500, "{}"));

        readAll("one");

        assertThat(gateway.settled(1)).singleElement().satisfies(call -> {
            assertThat(call.code()).isEqualTo("upstream_error");
            assertThat(call.outputTokens()).isZero();
        });
    }

    @Test
    @Tag("D11")
    void settlesACallWhoseClientLeftAndCancelsItsUpstream() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        first.always(Script.eventStream().events(Chunks.word("some words")).whenGone(cut));

        try (SseClient client = gateway.stream("one")) {
            client.next();
        }

        assertThat(cut.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(gateway.settled(1)).singleElement().satisfies(call -> {
            assertThat(call.status()).isEqualTo(499);
            assertThat(call.outputTokens()).isPositive();
        });
    }

    @Test
    @Tag("D11")
    void settlesAWholeAnswerNobodyWaitsForAndCancelsItsUpstream() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        first.always(Script.begin().whenGone(cut));
        String body = "{\"model\":\"one\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

        try (RawHttp client = RawHttp.to(gateway.url().getPort())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + GatewayHarness.KEY
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            awaitRequest();
        }

        assertThat(cut.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(gateway.settled(1)).singleElement().satisfies(call -> {
            assertThat(call.status()).isEqualTo(499);
            assertThat(call.outputTokens()).isZero();
        });
    }

    private void awaitRequest() {
        Await.until(() -> !first.requests().isEmpty());
    }

    private List<SseClient.Event> readAll(String model) {
        try (SseClient client = gateway.stream(model)) {
            return client.rest();
        }
    }
}
