package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayProcess;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.TestOpenSearch;
import io.sallyport.testkit.TestRedis;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway under seven tenths of what it can do, while one thing after the other that it depends on is taken
/// away and given back: nothing is lost, it is well again within seconds, and its memory stays as it was.
///
/// `-Dsoak.rounds=10 -Dsoak.pause=10` is the ten minutes of the nightly run; `-Dsoak.rate` sets the calls a
/// second.
@Tag("F25")
@Tag("LEDGER")
@Tag("AUDIT")
@Timeout(1800)
final class SoakTest {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 1);
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("soak.pause", 0));
    private static final Duration GONE = ROUNDS == 1 ? Duration.ofMillis(700) : Duration.ofSeconds(4);
    private static final Duration TRIAL = Duration.ofSeconds(ROUNDS == 1 ? 2 : 15);
    /// The machine of a normal run may have other work.
    private static final Duration RECOVERY = Duration.ofSeconds(ROUNDS == 1 ? 30 : 5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long MEGABYTE = 1 << 20;

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final TestDatabase database = TestDatabase.migrated();
    private final TestRedis redis = TestRedis.start();
    private final TestOpenSearch search = TestOpenSearch.start();
    private final FaultProxy toDatabase = FaultProxy.before(database.port());
    private final FaultProxy toRedis = FaultProxy.before(redis.port());
    private final FaultProxy toSearch = before(search.url());
    private final FaultProxy toUpstream = before(simulated.baseUrl());

    private static FaultProxy before(URI server) {
        return FaultProxy.before(server.getPort());
    }

    @AfterEach
    void close() {
        Stream.of(toDatabase, toRedis, toSearch, toUpstream).forEach(FaultProxy::close);
        search.close();
        redis.close();
        database.close();
        simulated.close();
        loops.close();
    }

    @Test
    void losesNothingAndStaysAsItWas() throws Exception {
        try (GatewayProcess gateway = gateway().startApart(database);
                SteadyLoad load = new SteadyLoad(gateway.url())) {
            long capacity = load.capacity(TRIAL);
            load.start(Long.getLong("soak.rate", capacity * 7 / 10));
            load.awaitCalm(System.nanoTime(), PATIENCE);
            long before = gateway.liveBytes();

            for (int round = 1; round <= ROUNDS; round++) {
                takeAwayAndGiveBack("database", toDatabase, load);
                takeAwayAndGiveBack("redis", toRedis, load);
                takeAwayAndGiveBack("opensearch", toSearch, load);
                takeAwayAndGiveBack("upstream", toUpstream, load);
            }
            load.stop();

            assertThat(Await.within(
                            PATIENCE,
                            () -> database.number("select count(*) from ledger_entry where kind in ('settled', 'late')")
                                    == load.answered()))
                    .isTrue();
            assertThat(Await.within(
                            PATIENCE,
                            () -> database.number("select count(*) from request_log where success") == load.answered()))
                    .isTrue();
            assertThat(Await.within(PATIENCE, () -> events() >= load.answered()))
                    .isTrue();
            long after = gateway.liveBytes();
            System.out.println("soak: capacity " + capacity + " calls a second, answered " + load.answered()
                    + ", failed " + load.failed() + ", live memory " + before / MEGABYTE + " MiB, then "
                    + after / MEGABYTE + " MiB");
            assertThat(after).isLessThan(before + before / 4 + 16 * MEGABYTE);
        }
        assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
    }

    private static void takeAwayAndGiveBack(String name, FaultProxy way, SteadyLoad load) {
        long failed = load.failed();
        way.fault(new FaultProxy.Refuse()).resetAll();
        LockSupport.parkNanos(GONE.toNanos());
        way.fault(new FaultProxy.None());
        Duration recovery = load.awaitCalm(System.nanoTime(), RECOVERY.multipliedBy(2));
        System.out.println("soak: " + name + " gone for " + GONE + ": " + (load.failed() - failed)
                + " failed, the last after " + recovery);
        assertThat(recovery).as(name).isLessThan(RECOVERY);
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private GatewayHarness.Setup gateway() {
        return GatewayHarness.with()
                .databaseAt(toDatabase.port())
                .backend(
                        "one",
                        URI.create("http://127.0.0.1:" + toUpstream.port()
                                + simulated.baseUrl().getPath()))
                .alias("chat", "one/sim-1")
                .health("check_interval", "60s")
                .element("limits", limit("tokens").put("window", "month"))
                .element("limits", limit("requests").put("window", "minute"))
                .section("logging", Json.object().put("buffer_size", 100_000))
                .section(
                        "redis",
                        Json.object()
                                .put(
                                        "url",
                                        TestRedis.addressAt(toRedis.port())
                                                .url()
                                                .reveal()))
                .section(
                        "audit",
                        Json.object()
                                .put(
                                        "opensearch",
                                        Json.object()
                                                .put("url", "http://127.0.0.1:" + toSearch.port())
                                                .put("index_prefix", "soak")));
    }

    private static JsonObject limit(String metric) {
        return Json.object()
                .put("name", metric)
                .put("scope", "key")
                .put("metric", metric)
                .put("amount", "100000000000");
    }

    /// Audit events that arrived; calls that failed have one, too.
    private long events() {
        try (Passerby passerby = new Passerby(search.url())) {
            passerby.get("/soak-*/_refresh");
            return Json.parse(passerby.get("/soak-calls-*/_search?size=0&track_total_hits=true")
                            .body())
                    .path("hits.total.value")
                    .longOr(0);
        }
    }
}
