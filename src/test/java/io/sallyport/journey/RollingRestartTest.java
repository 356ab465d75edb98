package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Balancer;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three instances are drained and started again one after the other, and nobody who calls notices.
///
/// `-Drolling.rounds=20 -Drolling.callers=24` is the nightly size.
@Tag("G03")
@Timeout(600)
final class RollingRestartTest {
    private static final int INSTANCES = 3;
    private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);
    private static final int CALLERS = Integer.getInteger("rolling.callers", 6);

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final TestDatabase database = TestDatabase.migrated();
    private final Balancer balancer = Balancer.start();
    private final Deque<GatewayHarness> instances = new ArrayDeque<>();

    @AfterEach
    void close() {
        instances.forEach(GatewayHarness::close);
        balancer.close();
        simulated.close();
        loops.close();
        database.close();
    }

    @Test
    void failsNoCallAndCutsNoStream() throws Exception {
        for (int i = 0; i < INSTANCES; i++) {
            startOne();
        }
        try (SdkCallers callers = SdkCallers.start(balancer.url(), "steady", CALLERS)) {
            for (int i = 0; i < ROUNDS * INSTANCES; i++) {
                callers.awaitMore(CALLERS);
                stopTheOldest();
                startOne();
            }
            callers.awaitMore(CALLERS);
            callers.stop();

            assertThat(callers.failures()).isEmpty();
            while (!instances.isEmpty()) {
                stopTheOldest();
            }
            assertThat(database.number("select count(*) from request_log")).isEqualTo(callers.answered());
            assertThat(database.number("select count(*) from request_log where success"))
                    .isEqualTo(callers.answered());
            assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
            System.out.println("rolling restarts: " + ROUNDS * INSTANCES + ", calls: " + callers.answered()
                    + ", tried again by the client: " + callers.retries());
        }
    }

    private void startOne() {
        GatewayHarness instance = GatewayHarness.with()
                // A balancer on a slow machine may hear of it late.
                .server("shutdown_notice", "6s")
                .server("graceful_shutdown_delay", "20s")
                .backend("simulated", simulated.baseUrl())
                .alias("steady", "simulated/sim-stream-20ms-50")
                .element(
                        "limits",
                        Json.object()
                                .put("name", "tokens")
                                .put("scope", "key")
                                .put("metric", "tokens")
                                .put("window", "day")
                                .put("amount", "100000000"))
                .startOn(database);
        instances.add(instance);
        balancer.add(instance.url());
    }

    private void stopTheOldest() {
        GatewayHarness oldest = instances.remove();
        oldest.stop();
        balancer.remove(oldest.url());
    }
}
