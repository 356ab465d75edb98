package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.TestOpenSearch;
import io.sallyport.testkit.TestRedis;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// PostgreSQL, Redis and OpenSearch vanish together and come back one by one, in every order.
@Tag("F25")
@Tag("LEDGER")
@Tag("AUDIT")
@Timeout(400)
final class AllStoresGoneTest {
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hi"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final TestDatabase database = TestDatabase.migrated();
    private final TestRedis redis = TestRedis.start();
    private final TestOpenSearch search = TestOpenSearch.start();
    private final FaultProxy toDatabase = FaultProxy.before(database.port());
    private final FaultProxy toRedis = FaultProxy.before(redis.port());
    private final FaultProxy toSearch = FaultProxy.before(search.url().getPort());
    private final List<FaultProxy> ways = List.of(toDatabase, toRedis, toSearch);
    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));

    @AfterEach
    void close() {
        upstream.close();
        ways.forEach(FaultProxy::close);
        search.close();
        redis.close();
        database.close();
    }

    @Test
    void recoversInEveryOrderWithoutARestartAndLosesNoCall() {
        try (GatewayHarness gateway = gateway()) {
            Person operator = Person.operator(gateway, "root@example.org");
            long answered = call(gateway, 5);
            for (List<FaultProxy> order : orders()) {
                ways.forEach(way -> way.fault(new FaultProxy.Refuse()).resetAll());
                answered += call(gateway, 5);
                for (FaultProxy way : order) {
                    way.fault(new FaultProxy.None());
                    answered += call(gateway, 5);
                }
                Await.until(() -> isWhole(gateway, operator));
                answered += call(gateway, 5);
                long expected = answered;
                Await.until(() -> database.number("select count(*) from ledger_entry where kind in ('settled', 'late')")
                        == expected);
                Await.until(() -> events() == expected);
            }

            assertThat(answered).isGreaterThan(5 + 6 * 5);
            assertThat(database.number("select sum(tokens) from ledger_entry where kind in ('settled', 'late')"))
                    .isEqualTo(2 * answered);
            assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
        }
    }

    private GatewayHarness gateway() {
        return GatewayHarness.with()
                .databaseAt(toDatabase.port())
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .element("limits", limit("tokens", "1000000").put("window", "day"))
                .element("limits", limit("requests", "100000").put("window", "minute"))
                .section(
                        "redis",
                        Json.object()
                                .put(
                                        "url",
                                        TestRedis.addressAt(toRedis.port())
                                                .url()
                                                .reveal())
                                .put("timeout", "1s"))
                .section(
                        "audit",
                        Json.object()
                                .put(
                                        "opensearch",
                                        Json.object()
                                                .put("url", "http://127.0.0.1:" + toSearch.port())
                                                .put("index_prefix", "gone")
                                                .put("timeout", "5s")))
                .startOn(database);
    }

    private static JsonObject limit(String metric, String amount) {
        return Json.object()
                .put("name", metric)
                .put("scope", "key")
                .put("metric", metric)
                .put("amount", amount);
    }

    private List<List<FaultProxy>> orders() {
        return List.of(
                List.of(toDatabase, toRedis, toSearch),
                List.of(toDatabase, toSearch, toRedis),
                List.of(toRedis, toDatabase, toSearch),
                List.of(toRedis, toSearch, toDatabase),
                List.of(toSearch, toDatabase, toRedis),
                List.of(toSearch, toRedis, toDatabase));
    }

    /// @return how many were answered; others were refused for want of a store, and nothing else
    private static long call(GatewayHarness gateway, int times) {
        long answered = 0;
        for (int i = 0; i < times; i++) {
            try (SseClient answer = gateway.chat("chat", ",\"max_tokens\":10")) {
                assertThat(answer.status()).isIn(200, 503);
                answered += answer.status() == 200 ? 1 : 0;
            }
        }
        return answered;
    }

    private static boolean isWhole(GatewayHarness gateway, Person operator) {
        try (Passerby passerby = new Passerby(gateway.url())) {
            Json stores = Json.parse(passerby.get("/healthz").body()).get("dependencies");
            return stores.path("database.status").textOr("").equals("ok")
                    && stores.path("redis.status").textOr("").equals("ok")
                    && operator.get("/admin/api/status").body().contains("audit events that wait: 0 ");
        }
    }

    /// Audit events of answered calls that arrived.
    private long events() {
        try (Passerby passerby = new Passerby(search.url())) {
            passerby.get("/gone-*/_refresh");
            return Json.parse(passerby.get("/gone-calls-*/_search?size=0&track_total_hits=true&q=call.status:200")
                            .body())
                    .path("hits.total.value")
                    .longOr(0);
        }
    }
}
