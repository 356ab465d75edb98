package io.sallyport.web;

import static io.sallyport.testkit.TestServer.ECHO;
import static io.sallyport.testkit.TestServer.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.testkit.RawHttp2;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.ByteSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies over HTTP/2, both ways.
@Timeout(120)
final class Http2BodiesTest {
    @TempDir
    static Path folder;

    private static OwnTls own;

    @BeforeAll
    static void makeACertificate() {
        own = OwnTls.in(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70_000, 5_000_000})
    void takesAndSendsABodyOfAnySize(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);

        try (TestServer server = TestServer.secured(own.settings(), route("POST", "/echo", ECHO));
                HttpClient client = own.client()) {
            HttpResponse<byte[]> reply = client.send(
                    to(server, "/echo").POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());

            assertThat(reply.version()).isEqualTo(Version.HTTP_2);
            assertThat(reply.body()).isEqualTo(body);
            assertThat(reply.headers().firstValueAsLong("content-length")).hasValue(size);
        }
    }

    @Test
    void takesABodyOfUnknownLength() throws Exception {
        byte[] body = new byte[300_000];

        try (TestServer server = TestServer.secured(own.settings(), route("POST", "/echo", ECHO));
                HttpClient client = own.client()) {
            HttpRequest request = to(server, "/echo")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();

            assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).hasSize(body.length);
        }
    }

    @Test
    void stopsAnUploadOverItsLimitAndKeepsTheConnection() {
        Endpoint small = (request, reply) -> {
            var _ = request.body(1_000).whenComplete((body, failure) -> TestServer.answer(request, reply, failure));
        };

        try (TestServer server =
                        TestServer.secured(own.settings(), route("POST", "/", small), route("GET", "/", ECHO));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.head("POST", "/"))
                    .frame(RawHttp2.DATA, 0, 1, new byte[2_000]);
            String refused = client.status();
            RawHttp2.Frame stop = client.until(RawHttp2.RESET);
            client.get(3, "/");

            assertThat(refused).isEqualTo("413");
            assertThat(stop.error()).isZero();
            assertThat(client.status()).isEqualTo("200");
        }
    }

    @Test
    void opensTheWindowOfABodyOnlyWhenSomebodyReadsIt() throws Exception {
        CompletableFuture<WebRequest> asked = new CompletableFuture<>();

        try (TestServer server = TestServer.secured(own.settings(), route("POST", "/", (request, reply) -> {
                    asked.complete(request);
                    reply.onGone(() -> {});
                }));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.frame(RawHttp2.SETTINGS, RawHttp2.ACKNOWLEDGED, 0)
                    .frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.head("POST", "/"));
            WebRequest request = asked.get(30, TimeUnit.SECONDS);
            for (int i = 0; i < 4; i++) {
                client.frame(RawHttp2.DATA, 0, 1, new byte[16 * 1024]);
            }
            int unread = growth(client);
            CompletableFuture<Bytes> body = request.body(1_000_000);
            RawHttp2.Frame read = client.until(frame -> frame.stream() == 1);
            client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[5]);

            assertThat(unread).isLessThanOrEqualTo(32 * 1024);
            assertThat(read.type()).isEqualTo(RawHttp2.WINDOW_UPDATE);
            assertThat(body.get(30, TimeUnit.SECONDS).length()).isEqualTo(4 * 16 * 1024 + 5);
        }
    }

    @Test
    void saysContinueOnlyWhenTheBodyIsWanted() {
        try (TestServer server = TestServer.secured(own.settings(), route("POST", "/", ECHO));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            byte[] head = RawHttp2.head("POST", "/", "expect", "100-continue", "content-length", "2");
            String first = client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, head)
                    .status();
            client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, "hi".getBytes(UTF_8));

            assertThat(first).isEqualTo("100");
            assertThat(client.status()).isEqualTo("200");
            assertThat(client.until(RawHttp2.DATA).content().text()).isEqualTo("hi");
        }
    }

    @Test
    void writesNoFasterThanAClientOpensItsWindow() throws Exception {
        CompletableFuture<ByteSink> filled = new CompletableFuture<>();
        CountDownLatch drained = new CountDownLatch(1);
        Endpoint flood = (request, reply) -> reply.onLoop(() -> {
            ByteSink sink = reply.stream();
            sink.onDrain(drained::countDown);
            while (!sink.isFull()) {
                sink.write(Bytes.of("x".repeat(32 * 1024)));
            }
            filled.complete(sink);
        });

        try (TestServer server = TestServer.secured(own.settings(), route("GET", "/", flood));
                RawHttp2 client = RawHttp2.to(server.port(), own.trusting())) {
            client.get(1, "/");
            assertThat(filled.get(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(drained.getCount()).isOne();
            client.number(RawHttp2.WINDOW_UPDATE, 0, 1 << 20).number(RawHttp2.WINDOW_UPDATE, 1, 1 << 20);

            assertThat(drained.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// What the window of the first stream has grown by so far.
    private static int growth(RawHttp2 client) {
        client.frame(RawHttp2.PING, 0, 0, new byte[8]);
        int sum = 0;
        for (RawHttp2.Frame frame = client.next().orElseThrow();
                frame.type() != RawHttp2.PING;
                frame = client.next().orElseThrow()) {
            sum += frame.stream() == 1
                    ? ByteBuffer.wrap(frame.content().toArray()).getInt()
                    : 0;
        }
        return sum;
    }

    private static HttpRequest.Builder to(TestServer server, String path) throws IOException {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path));
    }
}
