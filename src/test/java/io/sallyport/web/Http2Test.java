package io.sallyport.web;

import static io.sallyport.testkit.TestServer.ECHO;
import static io.sallyport.testkit.TestServer.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Certificates.Pem;
import io.sallyport.testkit.RawHttp2;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.CloseReason;
import io.sallyport.transport.Frame;
import io.sallyport.transport.FrameSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Listeners that speak HTTP/2.
@Timeout(120)
final class Http2Test {
    private static final Duration HASTE = Duration.ofMillis(300);
    private static final Route HELLO = route("GET", "/", (request, reply) -> reply.send(Bytes.of("hello")));

    @TempDir
    static Path folder;

    private static OwnTls own;

    @BeforeAll
    static void makeACertificate() {
        own = OwnTls.in(folder);
    }

    @Test
    void speaksTheOldVersionWhereTheNewOneIsOff() throws Exception {
        try (TestServer server = TestServer.secured(own.withoutHttp2(), route("POST", "/echo", ECHO));
                HttpClient client = own.client()) {
            HttpResponse<String> reply = client.send(
                    to(server, "/echo").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());

            assertThat(reply.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(reply.body()).isEqualTo("x");
        }
    }

    @Test
    void tellsEndpointsTheHostAndTheAddressOfAClient() throws Exception {
        Endpoint tell = (request, reply) ->
                reply.send(Bytes.of(request.header("host").orElse("") + " " + request.remoteAddress()));

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", tell));
                HttpClient client = own.client()) {
            String told = client.send(to(server, "/").build(), BodyHandlers.ofString())
                    .body();

            assertThat(told).isEqualTo("127.0.0.1:" + server.port() + " 127.0.0.1");
        }
    }

    @Test
    void sendsEventsAsTheyAreWrittenWhileOtherStreamsAreServed() throws Exception {
        CompletableFuture<ByteSink> begun = new CompletableFuture<>();
        Endpoint events = (request, reply) -> reply.onLoop(() -> {
            ByteSink sink = reply.header("content-type", "text/event-stream").stream();
            sink.write(Bytes.of("data: first\n\n"));
            begun.complete(sink);
        });
        Endpoint last = (request, reply) -> {
            ByteSink sink = begun.join();
            reply.onLoop(() -> {
                sink.write(Bytes.of("data: last\n\n"));
                sink.end();
            });
            reply.send(Bytes.of("done"));
        };

        try (TestServer server = TestServer.secured(
                        own.settings(), route("GET", "/events", events), route("GET", "/last", last));
                HttpClient client = own.client()) {
            HttpResponse<InputStream> stream = client.send(to(server, "/events").build(), BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
                String first = lines.readLine();
                String other = client.send(to(server, "/last").build(), BodyHandlers.ofString())
                        .body();

                assertThat(first).isEqualTo("data: first");
                assertThat(other).isEqualTo("done");
                assertThat(lines.lines()).containsExactly("", "data: last", "");
            }
        }
    }

    @Test
    void noticesAtOnceThatAClientResetItsStream() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        Endpoint wait = (request, reply) -> reply.onGone(gone::countDown);

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", wait), route("POST", "/", ECHO));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.get(1, "/").number(RawHttp2.RESET, 1, 8);

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            Await.until(() -> server.server().inFlight() == 0);
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 3, RawHttp2.head("POST", "/"));
            assertThat(client.status()).isEqualTo("200");
        }
    }

    @Test
    void noticesThatAConnectionWithAllItsStreamsBroke() throws Exception {
        CountDownLatch gone = new CountDownLatch(2);
        CountDownLatch asked = new CountDownLatch(2);
        Endpoint wait = (request, reply) -> {
            reply.onGone(gone::countDown);
            asked.countDown();
        };

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", wait))) {
            try (RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
                client.get(1, "/").get(3, "/");
                assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            Await.until(() -> server.server().inFlight() == 0);
        }
    }

    @Test
    void neverMakesABrokenAnswerLookWhole() {
        Endpoint breaking = (request, reply) -> reply.onLoop(() -> {
            ByteSink sink = reply.stream();
            sink.write(Bytes.of("half"));
            sink.abort();
        });

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", breaking));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            RawHttp2.Frame end = client.get(1, "/").until(RawHttp2.RESET);
            client.frame(RawHttp2.PING, 0, 0, new byte[8]).until(RawHttp2.PING);

            assertThat(end.error()).isNotZero();
            assertThat(server.server().inFlight()).isZero();
        }
    }

    @Test
    void finishesRunningStreamsWhileItDrainsAndTakesNoOthers() throws Exception {
        CompletableFuture<WebReply> waiting = new CompletableFuture<>();
        Endpoint wait = (request, reply) -> waiting.complete(reply);

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", wait));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.get(1, "/");
            WebReply reply = waiting.get(20, TimeUnit.SECONDS);
            Thread drain = Thread.ofVirtual().start(() -> server.server().drain(Duration.ZERO, Duration.ofSeconds(20)));
            RawHttp2.Frame goodbye = client.until(RawHttp2.GO_AWAY);
            reply.send(Bytes.of("done"));

            assertThat(goodbye.error()).isZero();
            assertThat(client.status()).isEqualTo("200");
            client.awaitClose();
            assertThat(drain.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    @Tag("G09")
    void takesNoMoreStreamsOnAConnectionWhileItShedsThem() {
        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", ECHO));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            String before = client.get(1, "/").status();
            server.server().shed(Shedding.KEEP_ALIVE);

            assertThat(before).isEqualTo("200");
            assertThat(client.until(RawHttp2.GO_AWAY).error()).isZero();
            client.awaitClose();
        }
    }

    @Test
    void goesOnWithItsStreamsWhileANewCertificateIsShown() throws Exception {
        CompletableFuture<WebReply> waiting = new CompletableFuture<>();
        Endpoint wait = (request, reply) -> waiting.complete(reply);
        Pem next = Certificates.pem(folder, "next");

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", wait));
                RawHttp2 before = RawHttp2.to(server.port(), own.trusting())) {
            before.get(1, "/");
            WebReply reply = waiting.get(20, TimeUnit.SECONDS);
            server.server()
                    .renew(new TlsSettings(
                            Secret.of(next.certificate()), Secret.of(next.key()), Optional.empty(), true));
            reply.send(Bytes.of("done"));

            assertThat(before.status()).isEqualTo("200");
            assertThat(server.server().certificateUntil()).isPresent();
            assertThatThrownBy(() -> RawHttp2.to(server.port(), own.trusting()))
                    .hasCauseInstanceOf(SSLHandshakeException.class);
            RawHttp2.to(server.port(), Certificates.client(next, Optional.empty()))
                    .close();
        }
    }

    @Test
    void closesAConnectionThatIsIdle() {
        try (TestServer server =
                        TestServer.secured(own.settings(), usual -> hasty(usual, HASTE, usual.bodyStall()), HELLO);
                RawHttp2 client =
                        Await.answer(() -> served(server), Optional::isPresent).orElseThrow()) {
            client.awaitClose();
        }
    }

    /// A connection on which a request was answered; empty when the client was so slow that it was closed for its
    /// silence before.
    private static Optional<RawHttp2> served(TestServer server) {
        RawHttp2 client = RawHttp2.to(server.port(), own.trusting());
        try {
            assertThat(client.get(1, "/").status()).isEqualTo("200");
            return Optional.of(client);
        } catch (UncheckedIOException closed) {
            client.close();
            return Optional.empty();
        }
    }

    @Test
    void breaksAStreamWhoseClientTakesNothing() {
        Endpoint large = (request, reply) -> reply.send(Bytes.of(new byte[1 << 20]));

        try (TestServer server = TestServer.secured(
                        own.settings(), usual -> hasty(usual, usual.idleTimeout(), HASTE), route("GET", "/", large));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            RawHttp2.Frame end = client.get(1, "/").until(RawHttp2.RESET);

            assertThat(end.stream()).isOne();
            assertThat(end.error()).isNotZero();
        }
    }

    @Test
    void turnsAConnectionOfTheOldVersionIntoAWebSocket() throws Exception {
        Endpoint echo = (request, reply) -> reply.onLoop(() -> {
            FrameSocket socket = WebSockets.accept(request, reply, Optional.empty());
            socket.listen(new FrameSocket.Listener() {
                @Override
                public void onFrame(Frame frame) {
                    socket.send(frame);
                }

                @Override
                public void onClose(CloseReason reason) {
                    // The test is over.
                }
            });
        });
        CompletableFuture<String> heard = new CompletableFuture<>();

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", echo));
                HttpClient client = own.client()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://127.0.0.1:" + server.port() + "/"), new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletableFuture<?> onText(WebSocket from, CharSequence text, boolean last) {
                            heard.complete(text.toString());
                            return null;
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);

            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
            socket.abort();
        }
    }

    private static WebServerSettings hasty(WebServerSettings usual, Duration idle, Duration stall) {
        return new WebServerSettings(
                usual.host(),
                0,
                usual.headTimeout(),
                idle,
                stall,
                usual.maxHeadBytes(),
                usual.maxHeaders(),
                usual.maxConnections());
    }

    private static HttpRequest.Builder to(TestServer server, String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path));
    }
}
