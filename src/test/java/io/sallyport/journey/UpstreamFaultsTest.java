package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever an upstream does wrong: another one is tried, or the client hears what happened and nothing it must not.
@TestInstance(Lifecycle.PER_CLASS)
final class UpstreamFaultsTest {
    private static final String HELLO = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}";
    private static final URI NOWHERE = URI.create("http://no-such-host.invalid:1");

    private final ScriptedUpstream first = ScriptedUpstream.start();
    private final ScriptedUpstream second = ScriptedUpstream.start().always(Script.json(200, HELLO));
    private final FaultProxy dead = FaultProxy.before(first.port()).fault(new FaultProxy.Refuse());
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("first", first.url())
            .backend("second", second.url())
            .backend("dead", URI.create("http://127.0.0.1:" + dead.port()))
            .backend("nowhere", NOWHERE)
            .alias("one", "first/m")
            .alias("both", "first/m", "second/m")
            .alias("dead", "dead/m")
            .alias("dead-then-well", "dead/m", "second/m")
            .alias("nowhere", "nowhere/m")
            .start();

    @AfterEach
    void forgets() {
        first.forget();
        second.forget();
    }

    @AfterAll
    void closes() {
        gateway.close();
        dead.close();
        first.close();
        second.close();
    }

    @Test
    @Tag("E01")
    void triesTheNextTargetWhenAConnectionIsRefused() {
        try (SseClient client = gateway.chat("dead-then-well", "")) {

            assertThat(Json.parse(client.text()).get("id").text()).isEqualTo("c1");
            assertThat(client.header("x-sallyport-backend")).contains("second");
        }
    }

    @Test
    @Tag("E01")
    void saysThatNoTargetCouldBeReached() {
        try (SseClient client = gateway.chat("dead", "")) {

            assertError(client, 502, "upstream_connect_failed");
        }
    }

    @Test
    @Tag("E03")
    void sendsARequestAgainWhenAKeptConnectionWasStale() {
        first.next(Script.json(200, HELLO), Script.begin().close(), Script.json(200, HELLO));

        answered("one");
        answered("one");

        assertThat(first.requests()).hasSize(3);
    }

    @Test
    @Tag("E03")
    void sendsARequestOnceWhenAFreshConnectionCloses() {
        first.always(Script.begin().close());

        try (SseClient client = gateway.chat("one", "")) {

            assertThat(client.status()).isEqualTo(502);
            assertThat(first.requests()).hasSize(1);
        }
    }

    static Stream<Arguments> retryTimes() {
        String inTwentySeconds = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(20));
        return Stream.of(
                Arguments.of("retry-after: 5\r\n", 5, 8),
                Arguments.of("retry-after: " + inTwentySeconds + "\r\n", 1, 25),
                Arguments.of("retry-after: 999999\r\n", 300, 330),
                Arguments.of("retry-after: -1\r\n", 1, 10),
                Arguments.of("retry-after: soon\r\n", 1, 10),
                Arguments.of("", 1, 10));
    }

    @ParameterizedTest
    @MethodSource("retryTimes")
    @Tag("E05")
    void tellsAClampedTimeToWait(String header, long least, long most) {
        String body = "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}";
        Script tooMany = Script.begin()
                .send("HTTP/1.1 429 Too Many\r\ncontent-type: application/json\r\n" + header + "content-length: "
                        + body.length() + "\r\n\r\n" + body);
        try (ScriptedUpstream busy = ScriptedUpstream.start().always(tooMany);
                GatewayHarness alone = GatewayHarness.with()
                        .backend("busy", busy.url())
                        .backend("second", second.url())
                        .alias("one", "busy/m")
                        .alias("both", "busy/m", "second/m")
                        .start();
                SseClient refused = alone.chat("one", "");
                SseClient elsewhere = alone.chat("both", "")) {

            assertError(refused, 429, "rate_limited");
            assertThat(Long.parseLong(refused.header("retry-after").orElse("0")))
                    .isBetween(least, most);
            assertThat(elsewhere.status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("E05")
    void letsATargetRestForTheTimeItAskedFor() {
        Script tooMany = Script.begin().send("HTTP/1.1 429 Too Many\r\nretry-after: 60\r\ncontent-length: 0\r\n\r\n");
        try (ScriptedUpstream busy = ScriptedUpstream.start().always(tooMany);
                GatewayHarness alone = GatewayHarness.with()
                        .backend("busy", busy.url())
                        .alias("one", "busy/m")
                        .start()) {
            for (int i = 0; i < 5; i++) {
                try (SseClient refused = alone.chat("one", "")) {

                    assertThat(refused.status()).isIn(429, 503);
                    assertThat(refused.header("retry-after")).isPresent();
                }
            }

            assertThat(busy.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    @Tag("E07")
    void takesARefusedCredentialForOurFault(int status) {
        first.always(Script.json(
                status, "{\"error\":{\"message\":\"bad key " + GatewayHarness.UPSTREAM_KEY + "\",\"code\":\"x\"}}"));

        try (SseClient client = gateway.chat("one", "");
                SseClient elsewhere = gateway.chat("both", "")) {

            assertError(client, 502, "upstream_auth_failed");
            assertThat(client.text()).doesNotContain(GatewayHarness.UPSTREAM_KEY);
            assertThat(elsewhere.status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("E09")
    void cleansTheWordsOfAnUpstream() {
        String secret = GatewayHarness.UPSTREAM_KEY;
        String address = "127.0.0.1:" + first.port();
        first.always(Script.json(
                400,
                "{\"error\":{\"message\":\"key " + secret + " at " + address + " is wrong\",\"type\":\"t\",\"code\":\""
                        + secret + "\"}}"));

        try (SseClient client = gateway.chat("one", "")) {
            String body = client.text();

            assertThat(client.status()).isEqualTo(400);
            assertThat(body).contains("is wrong").doesNotContain(secret).doesNotContain(address);
        }
    }

    @Test
    @Tag("E09")
    void cutsALongErrorPage() {
        first.always(Script.whole(500, "text/html", "<html>" + "secret page ".repeat(400_000) + "</html>"));

        try (SseClient client = gateway.chat("one", "")) {

            assertThat(client.status()).isBetween(500, 502);
            assertThat(client.text()).hasSizeLessThan(5000);
        }
    }

    @Test
    @Tag("E11")
    void saysThatANameHasNoAddress() {
        try (SseClient client = gateway.chat("nowhere", "")) {

            assertError(client, 502, "upstream_dns_failed");
            assertThat(client.text()).doesNotContain("no-such-host");
        }
    }

    @Test
    @Tag("E13")
    void takesAWebPageForNoAnswer() {
        first.always(Script.whole(200, "text/html; charset=utf-8", "<html>Sign in</html>"));

        try (SseClient client = gateway.chat("one", "");
                SseClient elsewhere = gateway.chat("both", "")) {

            assertError(client, 502, "upstream_bad_response");
            assertThat(elsewhere.status()).isEqualTo(200);
        }
    }

    static Stream<Script> answersWithoutMeasure() {
        byte[] piece = new byte[1 << 20];
        Script endless = Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n");
        for (int i = 0; i < 66; i++) {
            endless = endless.send(piece);
        }
        Script heads = Script.begin().send("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 200; i++) {
            heads = heads.send("x-filler-" + i + ": " + "y".repeat(1000) + "\r\n");
        }
        return Stream.of(endless.hang(), heads.hang());
    }

    @ParameterizedTest
    @MethodSource("answersWithoutMeasure")
    @Tag("E15")
    void refusesAnAnswerWithoutMeasure(Script script) {
        first.always(script);

        try (SseClient client = gateway.chat("one", "")) {

            assertError(client, 502, "upstream_too_large");
        }
    }

    @Test
    @Tag("E17")
    void neverHandsLeftoverBytesToTheNextClient() {
        String evil =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{\"id\":\"evil\"}";
        // In one piece: what comes later could as well be the answer to the next request.
        String whole = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + HELLO.length()
                + "\r\n\r\n" + HELLO;
        first.next(Script.begin().send(whole + evil), Script.json(200, HELLO));

        answered("one");
        answered("one");
    }

    static List<String> ambiguousFramings() {
        return List.of(
                "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "content-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
                "content-length: five\r\n\r\nhello",
                "transfer-encoding: xchunked\r\n\r\nhello");
    }

    @ParameterizedTest
    @MethodSource("ambiguousFramings")
    @Tag("E17")
    void refusesAnAnswerWhoseEndIsAmbiguous(String framing) {
        first.always(Script.begin().send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n" + framing));

        try (SseClient client = gateway.chat("one", "")) {

            assertThat(client.status()).isEqualTo(502);
            assertThat(Json.parse(client.text()).path("error.code").text()).startsWith("upstream_");
        }
    }

    @Test
    @Tag("E03")
    void takesNoHalfOfAnAnswerForAnAnswer() {
        first.always(Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"id\"")
                .pause(Duration.ofMillis(50))
                .reset());

        try (SseClient client = gateway.chat("one", "");
                SseClient elsewhere = gateway.chat("both", "")) {

            assertError(client, 502, "upstream_truncated");
            assertThat(elsewhere.status()).isEqualTo(200);
        }
    }

    private void answered(String model) {
        try (SseClient client = gateway.chat(model, "")) {
            assertThat(Json.parse(client.text()).get("id").textOr("")).isEqualTo("c1");
        }
    }

    private static void assertError(SseClient client, int status, String code) {
        Json body = Json.parse(client.text());
        assertThat(body.path("error.code").textOr("")).isEqualTo(code);
        assertThat(client.status()).isEqualTo(status);
        assertThat(client.header("x-request-id")).isPresent();
    }
}
