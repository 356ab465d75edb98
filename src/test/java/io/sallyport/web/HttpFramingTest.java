package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What arrives on the wire is read one way or not at all (security, group A).
final class HttpFramingTest {
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final TestServer server = TestServer.with(
            route("POST", "/echo", (request, reply) -> {
                served.add("/echo");
                var _ = request.body(1_000_000).whenComplete((body, failure) -> {
                    if (failure != null) {
                        TestServer.answer(request, reply, failure);
                    } else {
                        reply.send(body);
                    }
                });
            }),
            route("GET", "/plain", (request, reply) -> {
                served.add("/plain");
                reply.header("x-method", request.method()).send(Bytes.of("plain"));
            }),
            route("GET", "/number/{n}", (request, reply) -> {
                served.add(request.pathParam("n"));
                boolean isGood = request.header("authorization").orElse("").equals("good");
                reply.header(
                        "x-names", request.headers().stream().map(Header::name).collect(Collectors.joining(" ")));
                reply.status(isGood ? 200 : 401).send(Bytes.of(request.pathParam("n")));
            }));

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<String> brokenFraming() {
        return Stream.of(lengthAndCoding(), lengths(), codings(), misplacedBlanks(), names(), values(), startLines())
                .flatMap(strings -> strings);
    }

    /// A01.
    private static Stream<String> lengthAndCoding() {
        return Stream.of(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
    }

    /// A03.
    private static Stream<String> lengths() {
        return Stream.of(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
                "POST /echo HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nhello");
    }

    /// A05.
    private static Stream<String> codings() {
        return Stream.of(
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\u000b\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ChUnKeD,\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    /// A09.
    private static Stream<String> misplacedBlanks() {
        return Stream.of(
                "GET /plain HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /plain HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nX-A: b\r\n folded\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\tfolded\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n");
    }

    /// A11.
    private static Stream<String> names() {
        return Stream.of(
                "GET /plain HTTP/1.1\r\nHost: a\r\nX(A): b\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nX\u00e9: b\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nX\u0000A: b\r\n\r\n");
    }

    /// A25.
    private static Stream<String> values() {
        return Stream.of(
                "GET /plain HTTP/1.1\r\nHost: a\r\nX-A: b\u0000c\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nX-A: b\rX-B: c\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nX-A: b\u0001c\r\n\r\n");
    }

    private static Stream<String> startLines() {
        return Stream.of(
                "GET  /plain HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain\tHTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain HTTP/1.1 \r\nHost: a\r\n\r\n",
                " GET /plain HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain x HTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T /plain HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain HTTP/1.2\r\nHost: a\r\n\r\n",
                "GET /plain HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET /plain http/1.1\r\nHost: a\r\n\r\n",
                "GET /plain HtTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain\r\n\r\n",
                "GET plain HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /plain HTTP/1.1\r\n\r\n",
                "GET /plain HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    @Tag("A01")
    @Tag("A03")
    @Tag("A05")
    @Tag("A09")
    @Tag("A11")
    @Tag("A25")
    @ParameterizedTest
    @MethodSource("brokenFraming")
    void refusesBrokenFramingAndDiscardsTheRest(String broken) {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send(broken + "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("connection")).contains("close");
            assertThat(client.rest()).isEmpty();
            assertThat(served).isEmpty();
        }
    }

    @Tag("A07")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "00000000000000005\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "g\r\nhello\r\n0\r\n\r\n",
                "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nX(A): b\r\n\r\n",
                "5\r\nhello\r\n0\r\nX: a\u007fb\r\n\r\n",
                "5;\r\nhello\r\n0\r\n\r\n",
                "5;;a\r\nhello\r\n0\r\n\r\n",
                "5;a=b\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\n\nGET"
            })
    void refusesBrokenChunks(String chunks) {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                    + "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("connection")).contains("close");
            assertThat(client.rest()).isEmpty();
            assertThat(served).containsExactly("/echo");
        }
    }

    @Tag("A13")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/../plain",
                "/x/%2e%2e/plain",
                "/x/%2E./plain",
                "/x/%252e%252e/plain",
                "/%2570lain",
                "//plain",
                "/%70lain/..",
                "/plain;x=1",
                "/%2fplain",
                "/plain%00",
                "/x\\plain"
            })
    void leadsNoPathTrickToAnotherEndpoint(String path) {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isIn(400, 404);
            assertThat(served).isEmpty();
        }
    }

    @Test
    @Tag("A11")
    void dropsTheUnderscoredTwinOfAHeader() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /number/7 HTTP/1.1\r\nHost: a\r\nX_A: b\r\nAuthorization: good\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-names").orElse(""))
                    .contains("Authorization")
                    .doesNotContain("_");
        }
    }

    @Test
    @Tag("A15")
    void ignoresAMethodInAHeader() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\nX-HTTP-Method-Override: DELETE\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.header("x-method")).contains("GET");
        }
    }

    @Test
    @Tag("A19")
    void answersPipelinedRequestsInOrder() {
        String requests = IntStream.rangeClosed(1, 100)
                .mapToObj(n -> "GET /number/" + n + " HTTP/1.1\r\nHost: a\r\nAuthorization: "
                        + (n == 50 ? "bad" : "good") + "\r\n\r\n")
                .collect(Collectors.joining());
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send(requests);

            List<RawHttp.Reply> replies =
                    IntStream.rangeClosed(1, 100).mapToObj(n -> client.reply()).toList();

            assertThat(replies)
                    .extracting(RawHttp.Reply::body)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 100)
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(replies)
                    .filteredOn(reply -> reply.status() != 200)
                    .extracting(RawHttp.Reply::body)
                    .containsExactly("50");
        }
    }

    @Test
    @Tag("A19")
    void answersPipelinedBodiesInOrder() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                    + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n"
                    + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthree");

            List<String> bodies = Stream.generate(client::reply)
                    .limit(3)
                    .map(RawHttp.Reply::body)
                    .toList();

            assertThat(bodies).containsExactly("one", "two", "three");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void readsARequestByteByByte() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.trickle(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @Tag("A23")
    @ValueSource(strings = {"h2c", "websocket", "TLS/1.0"})
    void ignoresAnUpgradeOnAnOrdinaryPath(String protocol) {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: " + protocol
                    + "\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("plain");
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\nX-Big: " + "b".repeat(20_000) + "\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.body()).isEqualTo("headers_too_large");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void refusesTooManyHeaders() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n".repeat(100) + "\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.body()).isEqualTo("headers_too_large");
        }
    }

    @Test
    void refusesARequestLineThatIsTooLong() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.body()).isEqualTo("uri_too_long");
        }
    }

    @Test
    void takesATargetWithSchemeAndHost() {
        try (RawHttp client = RawHttp.to(server.port())) {
            client.send("GET http://a/plain HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.body()).isEqualTo("plain");
        }
    }
}
