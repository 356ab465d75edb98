package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What calls set aside comes back however they end, and nothing an upstream says gives back more.
///
/// A day has 300 tokens and one call at a time; a call sets aside some 120 of them.
@Tag("LEDGER")
@Timeout(120)
final class ReservationsTest {
    private static final String PROMPT = ",\"max_tokens\":100";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    @Tag("E01")
    void comeBackWhenNoTargetCanBeReached() {
        try (GatewayHarness gateway = setup().start()) {
            upstream.close();

            for (int call = 0; call < 5; call++) {
                assertThat(status(gateway)).isEqualTo(502);
            }

            assertThat(entries(gateway, 5)).containsOnly(List.of("voided", "0"));
            assertSound(gateway);
        }
    }

    @Test
    @Tag("D10")
    @Tag("D11")
    void comeBackWhenClientsLeave() throws InterruptedException {
        try (GatewayHarness gateway = setup().start()) {
            for (int call = 0; call < 5; call++) {
                CountDownLatch gone = new CountDownLatch(1);
                upstream.always(
                        Script.eventStream().events(Chunks.word("a word")).whenGone(gone));
                try (SseClient client = gateway.post("/v1/chat/completions", stream())) {
                    assertThat(client.status()).isEqualTo(200);
                    client.next();
                }
                assertThat(gone.await(1, TimeUnit.MINUTES)).isTrue();
                entries(gateway, call + 1);
            }

            assertThat(entries(gateway, 5)).allSatisfy(entry -> {
                assertThat(entry.getFirst()).isEqualTo("settled");
                assertThat(Long.parseLong(entry.getLast())).isBetween(1L, 40L);
            });
            assertSound(gateway);
        }
    }

    @ParameterizedTest
    @Tag("Q11")
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":-5000,\"completion_tokens\":-7000}",
                "{\"prompt_tokens\":5,\"completion_tokens\":9007199254740993}",
                "{\"prompt_tokens\":5,\"completion_tokens\":1e300}"
            })
    void areSettledByOurOwnCountWhenTheUpstreamCannotCount(String usage) {
        upstream.always(Script.json(200, """
                {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "finish_reason":"stop","message":{"role":"assistant","content":"hello"}}],"usage":%s}""".formatted(usage)));
        try (GatewayHarness gateway = setup().start()) {
            for (int call = 0; call < 3; call++) {
                assertThat(status(gateway)).isEqualTo(200);
                entries(gateway, call + 1);
            }

            assertThat(entries(gateway, 3)).allSatisfy(entry -> {
                assertThat(entry.getFirst()).isEqualTo("settled");
                assertThat(Long.parseLong(entry.getLast())).isBetween(1L, 40L);
            });
            assertThat(gateway.settled(3))
                    .allSatisfy(call -> assertThat(call.source()).isEqualTo("estimated"));
            assertThat(refusedReports(gateway)).isEqualTo("3.0");
            assertSound(gateway);
        }
    }

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .element("limits", limit("tokens", "300").put("window", "day"))
                .element("limits", limit("parallel", "1"));
    }

    private static JsonObject limit(String metric, String amount) {
        return Json.object()
                .put("name", metric)
                .put("scope", "key")
                .put("metric", metric)
                .put("amount", amount);
    }

    private static int status(GatewayHarness gateway) {
        try (SseClient client = gateway.chat("chat", PROMPT)) {
            return client.status();
        }
    }

    private static String stream() {
        return "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + PROMPT
                + "}";
    }

    /// Kind and tokens of what the books say, once it is so much.
    private static List<List<String>> entries(GatewayHarness gateway, int count) {
        return Installation.rows(gateway.database(), "select kind, tokens from ledger_entry", count);
    }

    private static String refusedReports(GatewayHarness gateway) {
        try (Passerby passerby = new Passerby(gateway.url())) {
            return passerby.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("sallyport_usage_reports_refused_total"))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .findFirst()
                    .orElse("");
        }
    }

    private static void assertSound(GatewayHarness gateway) {
        assertThat(new LedgerCheck(gateway.database().database()).run().faults())
                .isEmpty();
    }
}
