package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.RawHttp2;
import io.sallyport.testkit.TestServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients of HTTP/2 may not do: group C of the security catalogue.
@Timeout(60)
final class Http2LimitsTest {
    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int STREAM_CLOSED = 5;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int REFUSED_STREAM = 7;
    /// Pieces of one head without a line in them that Netty takes.
    private static final int MOST_CRUMBS = 16;

    private static final int WHOLE_HEAD = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;

    @TempDir
    static Path folder;

    private static OwnTls own;

    @BeforeAll
    static void makeACertificate() {
        own = OwnTls.in(folder);
    }

    @Test
    @Tag("C01")
    void endsAConnectionThatResetsItsStreamsRapidly() throws InterruptedException {
        AtomicInteger served = new AtomicInteger();
        CountDownLatch gone = new CountDownLatch(51);
        Endpoint wait = (request, reply) -> {
            served.incrementAndGet();
            reply.onGone(gone::countDown);
        };

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", wait));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            for (int i = 0; i <= 50; i++) {
                client.get(2 * i + 1, "/").number(RawHttp2.RESET, 2 * i + 1, 8);
            }
            RawHttp2.Frame goodbye = client.until(RawHttp2.GO_AWAY);
            client.awaitClose();

            assertThat(goodbye.error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(served).hasValue(51);
            Await.until(() -> server.server().inFlight() == 0);
        }
    }

    @Test
    @Tag("C01")
    void takesTheResetsOfAClientThatMeansWell() {
        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", Http2LimitsTest::hello));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            for (int i = 0; i < 50; i++) {
                client.get(2 * i + 1, "/").number(RawHttp2.RESET, 2 * i + 1, 8);
            }
            client.get(999, "/");

            assertThat(client.until(frame -> frame.stream() == 999).type()).isEqualTo(RawHttp2.HEADERS);
        }
    }

    @Test
    @Tag("C01")
    void servesAHundredStreamsAtATimeAndRefusesMore() {
        try (TestServer server = TestServer.secured(
                        own.settings(), route("GET", "/", (request, reply) -> reply.onGone(() -> {})));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            for (int i = 0; i <= 100; i++) {
                client.get(2 * i + 1, "/");
            }
            RawHttp2.Frame refused = client.until(RawHttp2.RESET);

            assertThat(refused.stream()).isEqualTo(201);
            assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
            assertThat(server.server().inFlight()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RawHttp2.PING, RawHttp2.SETTINGS})
    void endsAConnectionThatFloodsItWithFramesThatCarryNothing(int type) {
        byte[] content = new byte[type == RawHttp2.PING ? 8 : 0];

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", Http2LimitsTest::hello));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            for (int i = 0; i <= 500; i++) {
                client.frame(type, 0, 0, content);
            }

            assertThat(client.until(RawHttp2.GO_AWAY).error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            client.awaitClose();
        }
    }

    @Test
    @Tag("C03")
    void endsAConnectionWhoseHeadNeverEnds() {
        byte[] more = RawHttp2.lines("x-more", "y".repeat(8_000));

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", Http2LimitsTest::hello));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, RawHttp2.head("GET", "/"))
                    .frame(RawHttp2.CONTINUATION, 0, 1, more)
                    .frame(RawHttp2.CONTINUATION, 0, 1, more)
                    .frame(RawHttp2.CONTINUATION, 0, 1, more);

            assertThat(client.until(RawHttp2.GO_AWAY).error()).isNotZero();
            client.awaitClose();
            assertThat(server.server().inFlight()).isZero();
        }
    }

    @Test
    @Tag("C03")
    void endsAConnectionThatCutsItsHeadIntoCrumbs() {
        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", Http2LimitsTest::hello));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, RawHttp2.head("GET", "/"));
            // One more than are taken; what followed it might meet a closed connection.
            for (int i = 0; i <= MOST_CRUMBS; i++) {
                client.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]);
            }

            assertThat(client.until(RawHttp2.GO_AWAY).error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
        }
    }

    @Test
    @Tag("C03")
    void servesNoHeadWithMoreLinesThanAnyNeeds() {
        String[] lines = new String[202];
        for (int i = 0; i < lines.length; i += 2) {
            lines[i] = "x-" + i;
            lines[i + 1] = "y";
        }

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", Http2LimitsTest::hello));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, WHOLE_HEAD, 1, RawHttp2.head("GET", "/", lines));

            assertThat(client.status()).isEqualTo("400");
        }
    }

    @Test
    @Tag("C05")
    void answersOnceAlthoughAClientSaysThatItTakesNoHead() {
        AtomicInteger served = new AtomicInteger();
        Endpoint count = (request, reply) -> {
            served.incrementAndGet();
            hello(request, reply);
        };
        byte[] none = RawHttp2.setting(RawHttp2.MAX_HEADER_LIST_SIZE, 1);

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", count));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting(), none)) {
            String first = client.get(1, "/").status();
            String second = client.get(3, "/").status();

            assertThat(first).isEqualTo("200");
            assertThat(second).isEqualTo("200");
            assertThat(served).hasValue(2);
        }
    }

    static Object[][] forgedHeads() {
        return new Object[][] {
            {"a space in the path", RawHttp2.head("GET", "/ HTTP/1.1")},
            {"a line in the path", RawHttp2.head("GET", "/\r\nx-api-key: y")},
            {"a line in the method", RawHttp2.head("GET / HTTP/1.1\r\nx: y\r\n", "/")},
            {"another host", RawHttp2.head("GET", "/", "host", "b")},
            {"two hosts", RawHttp2.head("GET", "/", "host", "a", "host", "a")},
            {"a name in capitals", RawHttp2.head("GET", "/", "X-Name", "y")},
            {"a name with a colon", RawHttp2.head("GET", "/", "x:y", "z")},
            {"a line in a value", RawHttp2.head("GET", "/", "x-name", "y\r\nx-api-key: z")},
            {"a header of a connection", RawHttp2.head("GET", "/", "connection", "close")},
            {"a transfer coding", RawHttp2.head("GET", "/", "transfer-encoding", "chunked")},
            {"an upgrade", RawHttp2.head("GET", "/", "upgrade", "websocket")},
            {"a late pseudo-header", RawHttp2.head("GET", "/", "x-name", "y", ":path", "/admin")},
            {"a second path", RawHttp2.head("GET", "/", ":path", "/admin")},
            {"an unknown pseudo-header", RawHttp2.head("GET", "/", ":name", "y")},
            {"no path", RawHttp2.lines(":method", "GET", ":scheme", "https", ":authority", "a")},
            {"a length without a body", RawHttp2.head("GET", "/", "content-length", "5")},
            {"two lengths", RawHttp2.head("GET", "/", "content-length", "0", "content-length", "1")},
            {"a path that is none", RawHttp2.head("GET", "*")},
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedHeads")
    @Tag("C07")
    void servesNoHeadThatCouldMeanSomethingElseBehindUs(String name, byte[] head) {
        AtomicInteger served = new AtomicInteger();
        Endpoint count = (request, reply) -> {
            served.incrementAndGet();
            hello(request, reply);
        };

        try (TestServer server =
                        TestServer.secured(own.settings(), route("GET", "/", count), route("GET", "/{any...}", count));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, WHOLE_HEAD, 1, head);
            RawHttp2.Frame answer = client.until(frame -> frame.type() == RawHttp2.HEADERS
                    || frame.type() == RawHttp2.RESET
                    || frame.type() == RawHttp2.GO_AWAY);
            boolean isRefused = answer.type() != RawHttp2.HEADERS
                    || "400".equals(client.read(answer).get(":status"));

            assertThat(isRefused).as(name).isTrue();
            assertThat(served).hasValue(0);
        }
    }

    @Test
    @Tag("C07")
    void takesNoBodyOfAnotherLengthThanAnnounced() {
        Endpoint echo = (request, reply) -> {
            var _ = request.body(100).thenAccept(reply::send);
        };

        try (TestServer server = TestServer.secured(own.settings(), route("POST", "/", echo));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.head("POST", "/", "content-length", "3"))
                    .frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[5]);

            RawHttp2.Frame answer = client.until(frame -> frame.stream() == 1);

            assertThat(answer.type()).isEqualTo(RawHttp2.RESET);
            assertThat(answer.error()).isEqualTo(PROTOCOL_ERROR);
            client.frame(RawHttp2.PING, 0, 0, new byte[8]).until(RawHttp2.PING);
            assertThat(server.server().inFlight()).isZero();
        }
    }

    static Object[][] brokenRules() {
        int head = RawHttp2.END_HEADERS;
        byte[] late = RawHttp2.lines(":path", "/admin");
        byte[] again = RawHttp2.head("GET", "/");
        byte[] huge = {0x7f, -1, -1, -1};
        return new Object[][] {
            {"data behind the end", WHOLE_HEAD, RawHttp2.DATA, 0, new byte[1], STREAM_CLOSED},
            {"a head behind the end", WHOLE_HEAD, RawHttp2.HEADERS, WHOLE_HEAD, again, PROTOCOL_ERROR},
            {"a second head", head, RawHttp2.HEADERS, head, again, PROTOCOL_ERROR},
            {"a path behind the body", head, RawHttp2.HEADERS, WHOLE_HEAD, late, PROTOCOL_ERROR},
            {"a priority of four bytes", head, RawHttp2.PRIORITY, 0, new byte[4], FRAME_SIZE_ERROR},
            {"a window beyond its size", head, RawHttp2.WINDOW_UPDATE, 0, huge, FLOW_CONTROL_ERROR},
        };
    }

    /// The endpoint never answers, so that the stream is still open when the rule is broken.
    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRules")
    @Tag("C09")
    void tellsAClientWhichRuleItsStreamBroke(
            String name, int headFlags, int type, int flags, byte[] content, int expected) {
        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", (request, reply) -> {}));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, headFlags, 1, RawHttp2.head("GET", "/"))
                    .frame(type, flags, 1, content);
            RawHttp2.Frame answer = client.until(RawHttp2.RESET);

            assertThat(answer.stream()).as(name).isEqualTo(1);
            assertThat(answer.error()).as(name).isEqualTo(expected);
        }
    }

    private static void hello(WebRequest request, WebReply reply) {
        reply.send(Bytes.of("hello"));
    }
}
