package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundRequest;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.CloseReason;
import io.sallyport.transport.Frame;
import io.sallyport.transport.FrameRelay;
import io.sallyport.transport.FrameSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway in front of an upstream, both speaking WebSocket, with the JDK's client before them.
@Timeout(120)
final class WebSocketsTest {
    private static final String UPGRADE = "Connection: upgrade\r\nUpgrade: websocket\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String KEY = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private final TestServer upstream = TestServer.with(
            route("GET", "/echo", (request, reply) -> echo(WebSockets.accept(request, reply, Optional.empty()))),
            route("GET", "/closed", (request, reply) -> reply.status(401).send(Bytes.EMPTY)));
    private final TestServer gateway = TestServer.with(
            route("GET", "/realtime", (request, reply) -> relay("/echo", request, reply)),
            route("GET", "/closed", (request, reply) -> relay("/closed", request, reply)),
            route("GET", "/plain", (request, reply) -> reply.send(Bytes.of("plain"))));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void relaysTextAndBinaryBothWays() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open("/realtime", heard);

        socket.sendText("hello ", false).join();
        socket.sendText("there", true).join();
        socket.sendBinary(ByteBuffer.wrap(new byte[300_000]), true).join();

        assertThat(heard.text.poll(30, TimeUnit.SECONDS)).isEqualTo("hello there");
        assertThat(heard.binary.poll(30, TimeUnit.SECONDS)).isEqualTo(300_000);
        socket.abort();
    }

    @Test
    void passesPingsThrough() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open("/realtime", heard);

        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2})).join();

        assertThat(heard.pongs.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
        socket.abort();
    }

    @Test
    void passesAGoodbyeOnWithItsCode() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open("/realtime", heard);

        socket.sendClose(4001, "enough").join();

        assertThat(heard.closed.poll(30, TimeUnit.SECONDS)).isEqualTo(4001);
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(new CloseReason(4001, "enough"));
    }

    @Test
    void passesTheUpstreamsGoodbyeOn() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open("/realtime", heard);

        socket.sendText("please close", true).join();

        assertThat(heard.closed.poll(30, TimeUnit.SECONDS)).isEqualTo(4002);
        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(new CloseReason(4002, "as you wish"));
    }

    @Test
    void tellsTheUpstreamWhenTheClientBreaksOff() throws Exception {
        WebSocket socket = open("/realtime", new Heard());

        socket.abort();

        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.BROKEN);
    }

    @Test
    void tellsTheStatusOfAnUpstreamThatRefuses() {
        assertThatThrownBy(() -> open("/closed", new Heard()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(502));
    }

    @Test
    @Tag("A23")
    void ignoresAnUpgradeWhereNoRouteTakesIt() {
        try (RawHttp client = RawHttp.to(gateway.port())) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\n" + UPGRADE + VERSION + KEY + "\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.body()).isEqualTo("plain");
        }
    }

    @ParameterizedTest
    @Tag("A23")
    @ValueSource(
            strings = {
                "",
                UPGRADE + VERSION,
                UPGRADE + VERSION + "Sec-WebSocket-Key: x\r\n",
                "Connection: upgrade\r\nUpgrade: h2c\r\n" + VERSION + KEY,
                UPGRADE + "Sec-WebSocket-Version: 8\r\n" + KEY
            })
    void refusesAHandshakeThatIsNotWhole(String headers) {
        try (RawHttp client = RawHttp.to(gateway.port())) {
            client.send("GET /realtime HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(400);
        }
    }

    @Test
    void closesOnAFrameThatBreaksTheProtocol() {
        try (RawHttp client = RawHttp.to(gateway.port())) {
            client.send("GET /realtime HTTP/1.1\r\nHost: a\r\n" + UPGRADE + VERSION + KEY + "\r\n");
            RawHttp.Reply reply = client.head();

            client.send(new byte[] {(byte) 0x81, 2, 'h', 'i'});

            assertThat(reply.status()).isEqualTo(101);
            assertThat(reply.header("sec-websocket-accept")).contains("ICX+Yqv66kxgM0FcWaLWlFLwTAI=");
            assertThat(client.rest()).startsWith("\u0088");
        }
    }

    private WebSocket open(String path, Heard heard) {
        return http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + path), heard)
                .join();
    }

    private void relay(String path, WebRequest request, WebReply reply) {
        WebSockets.check(request);
        OutboundRequest outgoing = new OutboundRequest(
                "GET",
                URI.create("http://127.0.0.1:" + upstream.port() + path),
                List.of(new Header("authorization", "Bearer backend")),
                List.of(),
                LONG,
                OutboundRequest.Trust.VERIFY);
        var _ = gateway.outbounds().open(outgoing).whenComplete((backend, failure) -> {
            if (failure != null) {
                reply.status(502).send(Bytes.EMPTY);
            } else {
                FrameRelay.join(WebSockets.accept(request, reply, Optional.empty()), backend, new Watching());
            }
        });
    }

    private static void echo(FrameSocket socket) {
        socket.listen(new FrameSocket.Listener() {
            @Override
            public void onFrame(Frame frame) {
                if (frame.bytes().text().equals("please close")) {
                    socket.close(new CloseReason(4002, "as you wish"));
                } else if (frame.kind() == Frame.Kind.PING) {
                    socket.send(new Frame(Frame.Kind.PONG, true, frame.bytes()));
                } else {
                    socket.send(frame);
                }
            }

            @Override
            public void onClose(CloseReason reason) {
                socket.close(reason);
            }
        });
    }

    private final class Watching implements FrameRelay.Watcher {
        @Override
        public void fromClient(Frame frame) {}

        @Override
        public void fromUpstream(Frame frame) {}

        @Override
        public void onEnd(CloseReason reason) {
            ends.add(reason);
        }
    }

    /// What the client heard, message by message.
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> text = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> binary = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> pongs = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();
        private int size;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                text.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            size += part.remaining();
            if (last) {
                binary.add(size);
                size = 0;
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer part) {
            pongs.add(part.remaining());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.add(code);
            return CompletableFuture.completedStage(null);
        }
    }
}
