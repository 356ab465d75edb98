package io.sallyport.web;

import static io.sallyport.testkit.TestServer.ECHO;
import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RequestBodyTest {
    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 1_000_000, 25_000_000})
    void takesAndSendsABodyOfAnySize(int size) {
        byte[] body = pattern(size);
        try (TestServer server = TestServer.with(route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            sendApart(client, "POST /echo" + HOST + "Content-Length: " + size + "\r\n\r\n", body);

            byte[] answer = client.reply().body().getBytes(StandardCharsets.UTF_8);

            assertThat(Arrays.equals(answer, body)).isTrue();
        }
    }

    @Test
    void takesABodyInChunks() {
        byte[] body = pattern(3_000_000);
        try (TestServer server = TestServer.with(route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            sendApart(
                    client,
                    "POST /echo" + HOST + "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n",
                    concat(body, "\r\n0\r\n\r\n"));

            byte[] answer = client.reply().body().getBytes(StandardCharsets.UTF_8);

            assertThat(Arrays.equals(answer, body)).isTrue();
        }
    }

    @Test
    void refusesAnAnnouncedBodyOverTheLimitWithoutReadingIt() {
        try (TestServer server = TestServer.with(route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo" + HOST + "Content-Length: 30000001\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.header("connection")).contains("close");
        }
    }

    @Test
    void refusesAChunkedBodyAsSoonAsItPassesTheLimit() {
        Endpoint small = (request, reply) -> {
            var _ = request.body(10).whenComplete((body, failure) -> TestServer.answer(request, reply, failure));
        };
        try (TestServer server = TestServer.with(route("POST", "/small", small));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /small" + HOST + "Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("DA36")
    void failsABodyThatStalls() {
        try (TestServer server = TestServer.with(RequestBodyTest::hasty, route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo" + HOST + "Content-Length: 10\r\n\r\nhalf");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void failsABodyThatComesByteByByteForever() {
        try (TestServer server = TestServer.with(RequestBodyTest::hasty, route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo" + HOST + "Content-Length: 1000\r\n\r\n");
            Thread drip = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    client.send("x");
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            });

            RawHttp.Reply reply = client.reply();
            drip.interrupt();

            assertThat(reply.status()).isEqualTo(408);
        }
    }

    @Test
    void dropsAConnectionThatNeverSendsTheRestOfAnUnwantedBody() {
        Endpoint closed = (request, reply) -> reply.status(401).send(Bytes.EMPTY);
        try (TestServer server = TestServer.with(RequestBodyTest::hasty, route("POST", "/closed", closed));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /closed" + HOST + "Content-Length: 10\r\n\r\nhalf");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(401);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Tag("A21")
    void saysContinueOnlyWhenTheBodyIsWanted() {
        try (TestServer server = TestServer.with(
                        route("POST", "/echo", ECHO),
                        route(
                                "POST",
                                "/closed",
                                (request, reply) -> reply.status(401).send(Bytes.EMPTY)));
                RawHttp wanted = RawHttp.to(server.port());
                RawHttp unwanted = RawHttp.to(server.port())) {
            wanted.send("POST /echo" + HOST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            unwanted.send("POST /closed" + HOST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");

            RawHttp.Reply interim = wanted.reply();
            RawHttp.Reply answer = wanted.send("hello").reply();
            RawHttp.Reply refused = unwanted.reply();

            assertThat(interim.status()).isEqualTo(100);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(unwanted.rest()).isEmpty();
        }
    }

    @Test
    @Tag("A21")
    void refusesOtherExpectations() {
        try (TestServer server = TestServer.with(route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo" + HOST + "Expect: tea\r\nContent-Length: 5\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(417);
        }
    }

    @Test
    void readsNoBodyThatNobodyAskedFor() {
        CompletableFuture<WebReply> waiting = new CompletableFuture<>();
        try (TestServer server = TestServer.with(route("POST", "/slow", (request, reply) -> waiting.complete(reply)));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /slow" + HOST + "Content-Length: 1000000000\r\n\r\n");
            waiting.join().status(401).send(Bytes.EMPTY);

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("connection")).contains("close");
        }
    }

    @Test
    void keepsAConnectionWhoseShortBodyNobodyWanted() {
        try (TestServer server = TestServer.with(
                        route(
                                "POST",
                                "/closed",
                                (request, reply) -> reply.status(401).send(Bytes.EMPTY)),
                        route("POST", "/echo", ECHO));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /closed" + HOST + "Content-Length: 5\r\n\r\nhello");
            client.send("POST /echo" + HOST + "Content-Length: 2\r\n\r\nhi");

            RawHttp.Reply refused = client.reply();
            RawHttp.Reply answer = client.reply();

            assertThat(refused.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("hi");
        }
    }

    private static WebServerSettings hasty(WebServerSettings settings) {
        return new WebServerSettings(
                settings.host(),
                0,
                settings.headTimeout(),
                settings.idleTimeout(),
                Duration.ofMillis(200),
                settings.maxHeadBytes(),
                settings.maxHeaders(),
                settings.maxConnections());
    }

    private static void sendApart(RawHttp client, String head, byte[] body) {
        client.send(head);
        Thread.ofVirtual().start(() -> client.send(body));
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + (i * 31 + i / 1000) % 26);
        }
        return bytes;
    }

    private static byte[] concat(byte[] first, String second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length());
        System.arraycopy(second.getBytes(StandardCharsets.US_ASCII), 0, both, first.length, second.length());
        return both;
    }
}
