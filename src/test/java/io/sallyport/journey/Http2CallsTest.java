package io.sallyport.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Certificates.Pem;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.RawHttp2;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Model calls over HTTP/2.
@Timeout(120)
final class Http2CallsTest {
    private static final String CHAT =
            "{\"model\":\"chat\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]%s}";

    @TempDir
    Path folder;

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private SSLContext trusting;

    @BeforeEach
    void makeACertificate() throws Exception {
        Pem own = Certificates.pem(folder, "own");
        Files.writeString(folder.resolve("tls.crt"), own.certificate());
        Files.writeString(folder.resolve("tls.key"), own.key());
        trusting = Certificates.client(own, Optional.empty());
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void areAnsweredWholeAndAsEvents() throws Exception {
        upstream.next(Script.json(200, ChatWords.answer("whole")), Chunks.saying("piece"));

        try (GatewayHarness gateway = setup().start();
                HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
            HttpResponse<String> whole = client.send(chat(gateway, ""), BodyHandlers.ofString());
            HttpResponse<Stream<String>> streamed =
                    client.send(chat(gateway, ",\"stream\":true"), BodyHandlers.ofLines());
            List<String> lines = streamed.body().toList();

            assertThat(whole.version()).isEqualTo(Version.HTTP_2);
            assertThat(whole.body()).contains("whole");
            assertThat(streamed.version()).isEqualTo(Version.HTTP_2);
            assertThat(lines).anyMatch(line -> line.contains("piece")).contains("data: [DONE]");
            assertThat(gateway.settled(2))
                    .allSatisfy(call -> assertThat(call.outputTokens()).isEqualTo(7));
        }
    }

    @Test
    void areCancelledUpstreamAtOnceAndSettledWhenTheirStreamIsReset() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        upstream.next(Script.eventStream().events(Chunks.word("a word")).whenGone(gone));

        try (GatewayHarness gateway = setup().start();
                RawHttp2 client = RawHttp2.to(gateway.url().getPort(), trusting)) {
            ask(client, 1);
            client.until(RawHttp2.DATA);
            client.number(RawHttp2.RESET, 1, 8);

            // No timeout of this gateway is shorter.
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(entries(gateway, 1)).containsExactly("settled");
        }
    }

    @Test
    @Tag("C01")
    void areCancelledAndSettledWhenTheirConnectionResetsTooMany() {
        upstream.always(Script.eventStream().events(Chunks.word("a word")).hang());

        try (TestDatabase database = TestDatabase.migrated()) {
            RawHttp2.Frame goodbye;
            try (GatewayHarness gateway = setup().startOn(database);
                    RawHttp2 client = RawHttp2.to(gateway.url().getPort(), trusting)) {
                for (int i = 0; i <= 50; i++) {
                    ask(client, 2 * i + 1);
                    client.number(RawHttp2.RESET, 2 * i + 1, 8);
                }
                goodbye = client.until(RawHttp2.GO_AWAY);
            }
            // A gateway writes down all that it began before it ends.
            List<List<String>> ended = database.rows("select kind from ledger_entry");

            assertThat(goodbye.error()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            // The last of the 51 may have begun before its reset arrived, or not.
            assertThat(ended)
                    .hasSizeBetween(50, 51)
                    .allMatch(kind -> Set.of("settled", "voided").contains(kind.getFirst()));
            assertThat(database.rows("select id from request_log")).hasSameSizeAs(ended);
            assertThat(upstream.requests()).hasSizeLessThanOrEqualTo(ended.size());
            assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
        }
    }

    private GatewayHarness.Setup setup() {
        JsonObject tls = Json.object()
                .put("certificate_file", folder.resolve("tls.crt").toString())
                .put("key_file", folder.resolve("tls.key").toString());
        JsonObject limit = Json.object()
                .put("name", "tokens")
                .put("scope", "key")
                .put("metric", "tokens")
                .put("amount", "1000000")
                .put("window", "day");
        return GatewayHarness.with()
                .server("tls", tls)
                .server("provider_timeout", "5m")
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .element("limits", limit);
    }

    private static HttpRequest chat(GatewayHarness gateway, String more) {
        return HttpRequest.newBuilder(gateway.url().resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + GatewayHarness.KEY)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(CHAT.formatted(more)))
                .build();
    }

    private static void ask(RawHttp2 client, int stream) {
        byte[] head = RawHttp2.head(
                "POST",
                "/v1/chat/completions",
                "authorization",
                "Bearer " + GatewayHarness.KEY,
                "content-type",
                "application/json");
        client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, head)
                .frame(
                        RawHttp2.DATA,
                        RawHttp2.END_STREAM,
                        stream,
                        CHAT.formatted(",\"stream\":true").getBytes(UTF_8));
    }

    /// How calls ended by the books, once there are so many entries.
    private static List<String> entries(GatewayHarness gateway, int count) {
        return Installation.rows(gateway.database(), "select kind from ledger_entry", count).stream()
                .map(List::getFirst)
                .toList();
    }
}
