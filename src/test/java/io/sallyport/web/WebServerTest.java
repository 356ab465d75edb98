package io.sallyport.web;

import static io.sallyport.testkit.TestServer.ECHO;
import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sallyport.lang.Bytes;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class WebServerTest {
    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n";

    @Test
    @Tag("A17")
    void refusesAHeadThatTakesTooLong() {
        try (TestServer server = TestServer.with(headWithin(Duration.ofMillis(200)), route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo HTTP/1.1\r\nHo");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("A17")
    @Tag("NEIGH")
    void servesOthersBesideFiveHundredHeadsThatDoNotEnd() {
        List<RawHttp> slow = new ArrayList<>();
        try (TestServer server = TestServer.with(headWithin(Duration.ofSeconds(2)), route("POST", "/echo", ECHO))) {
            for (int i = 0; i < 500; i++) {
                slow.add(RawHttp.to(server.port()).send("POST /echo HTTP/1.1\r\nHo"));
            }
            try (RawHttp neighbour = RawHttp.to(server.port())) {
                neighbour.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\nx");

                assertThat(neighbour.reply().body()).isEqualTo("x");
            }
            assertThat(slow)
                    .allSatisfy(client -> assertThat(client.reply().status()).isEqualTo(408));
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    private static UnaryOperator<WebServerSettings> headWithin(Duration deadline) {
        return settings -> new WebServerSettings(
                settings.host(),
                0,
                deadline,
                settings.idleTimeout(),
                settings.bodyStall(),
                settings.maxHeadBytes(),
                settings.maxHeaders(),
                settings.maxConnections());
    }

    @Test
    void saysWhereItCannotListen() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UnaryOperator<WebServerSettings> taken = _ -> WebServerSettings.on("127.0.0.1", other.getLocalPort());

            assertThatThrownBy(() -> TestServer.with(taken))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    @Tag("DA36")
    void closesAKeptConnectionThatIsIdle() {
        UnaryOperator<WebServerSettings> hasty = settings -> new WebServerSettings(
                settings.host(),
                0,
                settings.headTimeout(),
                Duration.ofMillis(200),
                settings.bodyStall(),
                settings.maxHeadBytes(),
                settings.maxHeaders(),
                settings.maxConnections());
        try (TestServer server = TestServer.with(hasty, route("POST", "/echo", ECHO));
                RawHttp client =
                        Await.answer(() -> served(server), Optional::isPresent).orElseThrow()) {
            assertThat(client.rest()).isEmpty();
        }
    }

    /// A connection on which a request was answered; empty when the client was so slow that it was closed for its
    /// silence before.
    private static Optional<RawHttp> served(TestServer server) {
        RawHttp client = RawHttp.to(server.port());
        try {
            RawHttp.Reply reply = client.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\nx")
                    .reply();
            assertThat(reply.body()).isEqualTo("x");
            return Optional.of(client);
        } catch (UncheckedIOException closed) {
            client.close();
            return Optional.empty();
        }
    }

    @Test
    void answersHeadLikeGetWithoutBody() {
        try (TestServer server =
                        TestServer.with(route("GET", "/page", (request, reply) -> reply.send(Bytes.of("a page"))));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("HEAD /page" + HOST + "\r\nGET /page" + HOST + "Connection: close\r\n\r\n");

            RawHttp.Reply head = client.head();
            RawHttp.Reply get = client.reply();

            assertThat(head.header("content-length")).contains("6");
            assertThat(get.body()).isEqualTo("a page");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void streamsAHeadAtOnceAndChunksAsTheyAreWritten() {
        CompletableFuture<WebReply> waiting = new CompletableFuture<>();
        try (TestServer server = TestServer.with(route("GET", "/events", (request, reply) -> waiting.complete(reply)));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /events" + HOST + "\r\n");
            WebReply reply = waiting.join();
            reply.header("content-type", "text/event-stream");
            var sink = new CompletableFuture<ByteSink>();
            reply.onLoop(() -> sink.complete(reply.stream()));

            RawHttp.Reply head = client.head();
            reply.onLoop(() -> sink.join().write(Bytes.of("data: 1\n\n")));
            String first = client.chunk();
            reply.onLoop(() -> {
                sink.join().write(Bytes.of("data: 2\n\n"));
                sink.join().end();
            });

            assertThat(head.header("transfer-encoding")).contains("chunked");
            assertThat(first).isEqualTo("data: 1\n\n");
            assertThat(client.chunk()).isEqualTo("data: 2\n\n");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void noticesAtOnceThatASilentlyWaitingClientLeft() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        try (TestServer server = TestServer.with(route("GET", "/wait", (request, reply) -> {
                    reply.onGone(gone::countDown);
                    started.countDown();
                }));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /wait" + HOST + "\r\n");
            started.await();

            client.halfClose();

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            Await.until(() -> server.server().inFlight() == 0);
        }
    }

    @Test
    @Tag("DA28")
    void givesWhatAnEndpointThrowsToTheFailureWriter() {
        try (TestServer server = TestServer.with(route("GET", "/broken", (request, reply) -> {
                    throw new IllegalStateException("broken");
                }));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /broken" + HOST + "\r\nGET /missing" + HOST + "\r\nPUT /broken" + HOST + "\r\n");

            assertThat(client.reply().status()).isEqualTo(500);
            assertThat(client.reply().status()).isEqualTo(404);
            assertThat(client.reply().header("allow")).contains("GET, HEAD");
        }
    }

    @Test
    void breaksAnAnswerThatFailsHalfWay() {
        try (TestServer server = TestServer.with(route("GET", "/broken", (request, reply) -> {
                    reply.stream().write(Bytes.of("half"));
                    throw new IllegalStateException("broken");
                }));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /broken" + HOST + "\r\n");

            String rest = client.rest();

            assertThat(rest).doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    @Tag("A25")
    void refusesAHeaderThatCouldBecomeTwo() {
        CompletableFuture<WebReply> waiting = new CompletableFuture<>();
        try (TestServer server = TestServer.with(route("GET", "/", (request, reply) -> waiting.complete(reply)));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /" + HOST + "\r\n");
            WebReply reply = waiting.join();

            assertThatThrownBy(() -> reply.header("x-a", "b\r\nx-c: d")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reply.header("x-a", "b\0c")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reply.header("x a", "b")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {StackOverflowError.class, OutOfMemoryError.class, NoClassDefFoundError.class})
    @Tag("G15")
    void failsOnlyTheRequestThatBrokeTheMachine(Class<? extends Error> kind) throws ReflectiveOperationException {
        Error thrown = kind.getConstructor().newInstance();
        try (TestServer server = TestServer.with(
                        route("GET", "/broken", (request, reply) -> {
                            throw thrown;
                        }),
                        route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /broken" + HOST + "\r\nPOST /echo" + HOST + "Content-Length: 1\r\n\r\nx");

            assertThat(client.reply().status()).isEqualTo(500);
            assertThat(client.reply().body()).isEqualTo("x");
        }
    }

    @Test
    @Tag("G03")
    void finishesRunningCallsWhileItDrains() throws Exception {
        CompletableFuture<WebReply> waiting = new CompletableFuture<>();
        try (TestServer server = TestServer.with(
                        route("GET", "/slow", (request, reply) -> waiting.complete(reply)),
                        route("POST", "/echo", ECHO));
                RawHttp running = RawHttp.to(server.port());
                RawHttp kept = RawHttp.to(server.port());
                RawHttp silent = RawHttp.to(server.port())) {
            kept.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\nx").reply();
            running.send("GET /slow" + HOST + "\r\n");
            WebReply reply = waiting.join();
            Thread drain = Thread.ofVirtual().start(() -> server.server().drain(Duration.ZERO, Duration.ofSeconds(20)));
            awaitRefusal(server.port());

            RawHttp.Reply refused = kept.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\nx")
                    .reply();
            String nothing = silent.rest();
            reply.send(Bytes.of("done"));
            RawHttp.Reply done = running.reply();

            assertThat(nothing).isEmpty();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).isEqualTo("draining");
            assertThat(refused.header("connection")).contains("close");
            assertThat(done.body()).isEqualTo("done");
            assertThat(done.header("connection")).contains("close");
            assertThat(drain.join(Duration.ofSeconds(40))).isTrue();
        }
    }

    @Test
    @Tag("G03")
    void servesOnWhileItGivesNotice() throws Exception {
        try (TestServer server = TestServer.with(route("POST", "/echo", ECHO));
                RawHttp kept = RawHttp.to(server.port())) {
            kept.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\nx").reply();
            Thread drain = Thread.ofVirtual()
                    .start(() -> server.server().drain(Duration.ofSeconds(10), Duration.ofSeconds(20)));
            while (!server.server().isDraining()) {
                Thread.onSpinWait();
            }

            RawHttp.Reply known = kept.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\ny")
                    .reply();
            RawHttp.Reply late;
            try (RawHttp stranger = RawHttp.to(server.port())) {
                late = stranger.send("POST /echo" + HOST + "Content-Length: 1\r\n\r\nz")
                        .reply();
            }

            assertThat(known.body()).isEqualTo("y");
            assertThat(known.header("connection")).contains("close");
            assertThat(late.body()).isEqualTo("z");
            assertThat(late.header("connection")).contains("close");
            assertThat(drain.join(Duration.ofSeconds(40))).isTrue();
            awaitRefusal(server.port());
        }
    }

    private static void awaitRefusal(int port) {
        Throwable refused = null;
        while (refused == null) {
            refused = catchThrowable(() -> RawHttp.to(port).close());
        }
        assertThat(refused).hasMessageContaining("refused");
    }

    @Test
    void runsSequentialCodeOnAVirtualThread() {
        AtomicBoolean virtual = new AtomicBoolean();
        Endpoint blocking = Blocking.endpoint(100, TestServer::answer, (request, body) -> {
            virtual.set(Thread.currentThread().isVirtual());
            return Answer.json(201, body);
        });
        try (TestServer server = TestServer.with(route("POST", "/admin", blocking));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /admin" + HOST + "Content-Length: 2\r\n\r\n{}");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.header("content-type")).contains("application/json");
            assertThat(virtual).isTrue();
        }
    }

    @Test
    void speaksTheOldVersionWithoutChunks() {
        try (TestServer server = TestServer.with(route("GET", "/events", (request, reply) -> {
                    var sink = reply.stream();
                    sink.write(Bytes.of("one"));
                    sink.end();
                }));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /events HTTP/1.0\r\n\r\n");

            RawHttp.Reply head = client.head();

            assertThat(head.header("transfer-encoding")).isEmpty();
            assertThat(client.rest()).isEqualTo("one");
        }
    }
}
