package io.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.Ports;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.UpstreamCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpOutboundTest {
    private final UpstreamCalls calls = new UpstreamCalls();
    private final ScriptedUpstream upstream = calls.upstream();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void sendsExactlyTheHeadersItWasGiven() {
        upstream.always(Script.json(200, "{}"));

        calls.answer(post("/v1/x?q=1", "body", new Header("authorization", "Bearer k")));

        ScriptedUpstream.Received received = upstream.requests().getFirst();
        assertThat(received.firstLine()).isEqualTo("POST /v1/x?q=1 HTTP/1.1");
        assertThat(received.headers())
                .containsExactly(
                        new Header("host", "127.0.0.1:" + upstream.port()),
                        new Header("authorization", "Bearer k"),
                        new Header("accept-encoding", "identity"),
                        new Header("content-length", "4"));
        assertThat(received.text()).isEqualTo("body");
    }

    @Test
    void reusesAKeptConnection() {
        upstream.always(Script.json(200, "{}"));

        for (int i = 0; i < 5; i++) {
            calls.answer(post("/", "x"));
        }

        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void neverReusesAConnectionThatShouldClose() {
        upstream.always(Script.begin().send("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok"));

        calls.answer(post("/", "x"));
        calls.answer(post("/", "x"));

        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    @Tag("E17")
    void dropsAConnectionWithBytesBehindAnAnswer() {
        upstream.next(
                Script.begin()
                        .send(
                                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong"));
        upstream.always(Script.json(200, "right"));

        String first = calls.answer(post("/", "x"));
        String second = calls.answer(post("/", "x"));

        assertThat(first).isEqualTo("ok");
        assertThat(second).isEqualTo("right");
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @Tag("E17")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nabc",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n"
            })
    void refusesAnswersThatAreNotValidHttp(String answer) {
        upstream.always(Script.begin().send(answer).hang());

        assertThat(calls.failure(post("/", "x")).kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    @Tag("E15")
    void refusesAHeadThatIsTooLarge() {
        upstream.always(Script.begin()
                .send("HTTP/1.1 200 OK\r\nx: " + "a".repeat(200_000))
                .hang());

        assertThat(calls.failure(post("/", "x")).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    @Tag("E15")
    void refusesABodyOverTheLimit() {
        upstream.next(Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n")
                .hang());
        upstream.always(Script.eventStream().chunk("12345678").chunk("12345678").hang());

        assertThat(calls.failure(post("/", "x"), 10, UpstreamCalls.LONG).kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(calls.failure(post("/", "x"), 10, UpstreamCalls.LONG).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    @Tag("E01")
    void tellsARefusedConnection() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + Ports.free() + "/");

        OutboundFailure failure = calls.failure(request(nobody, UpstreamCalls.LONG));

        assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        assertThat(failure.getMessage()).doesNotContain("127.0.0.1");
    }

    @Test
    @Tag("E11")
    void tellsANameWithoutAddress() {
        OutboundFailure failure = calls.failure(request(URI.create("http://nowhere.invalid/"), UpstreamCalls.LONG));

        assertThat(failure.kind()).isEqualTo(Kind.DNS);
    }

    @Test
    void tellsAnAnswerThatIsLate() {
        upstream.always(Script.begin().hang());

        OutboundFailure failure = calls.failure(request(upstream.url(), Duration.ofMillis(150)));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void tellsABodyThatStalls() {
        upstream.always(Script.eventStream().chunk("half").hang());

        OutboundFailure failure = calls.failure(post("/", "x"), 1_000, Duration.ofMillis(150));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void waitsForABodyThatComesSlowly() {
        Duration pause = Duration.ofMillis(250);
        upstream.always(Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\na")
                .pause(pause)
                .send("b")
                .pause(pause)
                .send("c")
                .pause(pause)
                .send("d")
                .pause(pause)
                .send("e"));

        String body = calls.answer(post("/", "x"), 1_000, Duration.ofMillis(800));

        assertThat(body).isEqualTo("abcde");
    }

    @Test
    void closesAConnectionThatNobodyUsed() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        OutboundSettings hasty = new OutboundSettings(Duration.ofSeconds(3), Duration.ofMillis(100), 10, 4096);
        upstream.always(Script.json(200, "{}").whenGone(gone));

        try (UpstreamCalls others = new UpstreamCalls(hasty)) {
            others.answer(post("/", "x"));

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tellsATruncatedBody() {
        upstream.next(Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
                .close());
        upstream.next(Script.eventStream().chunk("half").close());
        upstream.always(Script.eventStream().chunk("half").reset());

        assertThat(calls.failure(post("/", "x")).kind()).isEqualTo(Kind.CLOSED);
        assertThat(calls.failure(post("/", "x")).kind()).isEqualTo(Kind.CLOSED);
        assertThat(calls.failure(post("/", "x")).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void takesABodyThatEndsWithTheConnection() {
        upstream.always(Script.begin().send("HTTP/1.1 200 OK\r\n\r\nall of it").close());

        assertThat(calls.answer(post("/", "x"))).isEqualTo("all of it");
    }

    @Test
    @Tag("E03")
    void marksAKeptConnectionThatWasClosed() {
        upstream.next(Script.json(200, "{}"), Script.begin().close());
        upstream.always(Script.begin().close());
        calls.answer(post("/", "x"));

        OutboundFailure stale = calls.failure(post("/", "x"));
        OutboundFailure fresh = calls.failure(post("/", "x"));

        assertThat(stale.kind()).isEqualTo(Kind.CLOSED);
        assertThat(stale.isStale()).isTrue();
        assertThat(fresh.kind()).isEqualTo(Kind.CLOSED);
        assertThat(fresh.isStale()).isFalse();
    }

    @Test
    @Tag("E03")
    void marksNothingStaleOnceAnAnswerBegan() {
        upstream.next(Script.json(200, "{}"), Script.begin().send("HTTP/1.1 2").close());
        calls.answer(post("/", "x"));

        OutboundFailure failure = calls.failure(post("/", "x"));

        assertThat(failure.isStale()).isFalse();
    }

    @Test
    void skipsInterimAnswers() {
        upstream.always(Script.begin()
                .send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n")
                .send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));

        assertThat(calls.answer(post("/", "x"))).isEqualTo("ok");
    }

    @Test
    void followsNoRedirect() {
        upstream.always(Script.begin().send("HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n"));

        OutboundResponse response = calls.send(post("/", "x")).join();

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.header("Location")).contains("/other");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void carriesLargeBodiesBothWays() {
        String large = "z".repeat(3_000_000);
        upstream.always(Script.json(200, large));

        String answer = calls.answer(post("/", large));

        assertThat(answer).isEqualTo(large);
        assertThat(upstream.requests().getFirst().text()).isEqualTo(large);
    }

    @Test
    void runsManyRequestsAtOnce() {
        upstream.always(Script.json(200, "ok"));

        List<CompletableFuture<Bytes>> answers = IntStream.range(0, 200)
                .mapToObj(i -> calls.whole(post("/", "x")))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().text()).isEqualTo("ok"));
    }

    @Test
    void resetsTheUpstreamWhenTheAnswerIsCancelled() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> readUntilGone(server, received, gone));
            CompletableFuture<OutboundResponse> answer =
                    calls.send(request(URI.create("http://127.0.0.1:" + server.getLocalPort()), UpstreamCalls.LONG));
            received.await();

            answer.cancel(true);

            // The answer itself might take as long.
            assertThat(gone.await(UpstreamCalls.LONG.toMillis() / 2, TimeUnit.MILLISECONDS))
                    .isTrue();
        }
    }

    @Test
    void resetsTheUpstreamWhenTheBodyIsCancelled() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        upstream.always(Script.eventStream().chunk("half").whenGone(gone));
        OutboundResponse response = calls.send(post("/", "x")).join();
        CompletableFuture<Bytes> body = response.whole(1_000, UpstreamCalls.LONG);

        body.cancel(true);

        // The body itself might take as long.
        assertThat(gone.await(UpstreamCalls.LONG.toMillis() / 2, TimeUnit.MILLISECONDS))
                .isTrue();
    }

    @Test
    void recoversWhenANetworkComesBack() {
        upstream.always(Script.json(200, "ok"));
        try (FaultProxy proxy = FaultProxy.before(upstream.port())) {
            OutboundRequest request = request(URI.create("http://127.0.0.1:" + proxy.port() + "/"), UpstreamCalls.LONG);
            calls.answer(request);
            proxy.resetAll();
            proxy.fault(new FaultProxy.Refuse());

            OutboundFailure broken = calls.failure(request);
            proxy.fault(new FaultProxy.None());

            assertThat(broken.kind()).isIn(Kind.CLOSED, Kind.CONNECT);
            assertThat(calls.answer(request)).isEqualTo("ok");
        }
    }

    @Test
    @Tag("A25")
    void sendsNoHeaderThatCouldBecomeTwo() {
        Throwable failure = UpstreamCalls.cause(calls.send(post("/", "x", new Header("x-a", "b\r\nx-c: d"))));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(upstream.requests()).isEmpty();
    }

    private OutboundRequest post(String path, String body, Header... headers) {
        return new OutboundRequest(
                "POST",
                URI.create(upstream.url() + path),
                List.of(headers),
                List.of(Bytes.of(body)),
                UpstreamCalls.LONG,
                Trust.VERIFY);
    }

    private static OutboundRequest request(URI url, Duration firstByte) {
        return new OutboundRequest("GET", url, List.of(), List.of(), firstByte, Trust.VERIFY);
    }

    private static void readUntilGone(ServerSocket server, CountDownLatch received, CountDownLatch gone) {
        try (Socket socket = server.accept()) {
            while (socket.getInputStream().read() >= 0) {
                received.countDown();
            }
        } catch (IOException reset) {
            gone.countDown();
        }
    }
}
