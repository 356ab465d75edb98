package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journey.LimitProof.Outcome;
import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayProcess;
import io.sallyport.testkit.TestRedis;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nobody overspends: many calls at once against a budget that is nearly spent, on three instances.
///
/// `-Dproof.calls=1000` is the nightly size; `-Dproof.seed` begins elsewhere.
@Tag("NOOVER")
@Tag("LEDGER")
@Timeout(300)
final class LimitProofTest {
    private static final int CALLS = Integer.getInteger("proof.calls", 150);
    private static final long SEED = Long.getLong("proof.seed", 4711);

    private final LimitProof proof = new LimitProof(CALLS, SEED);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        closeInstances();
        proof.close();
    }

    private void closeInstances() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        open.clear();
    }

    @Test
    @Tag("C32")
    void holdsOnThreeInstancesThatShareTheDatabase() throws Exception {
        List<URI> urls = inThisProcess(proof.gateway());

        proof.burst(urls).join();
        proof.spendTheRest(urls);

        closeInstances();
        assertExact(proof.outcome("database"));
    }

    @Test
    @Tag("C32")
    void holdsOnThreeInstancesThatShareRedisToo() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            GatewayHarness.Setup setup = proof.gateway()
                    .section(
                            "redis",
                            Json.object().put("url", redis.address().url().reveal()));
            List<URI> urls = inThisProcess(setup);

            proof.burst(urls).join();
            proof.spendTheRest(urls);

            closeInstances();
            assertExact(proof.outcome("redis"));
        }
    }

    @Test
    @Tag("G01")
    @Tag("G05")
    void holdsWhenOneInstanceIsKilledAndOnePausedInTheMiddle() throws Exception {
        List<GatewayProcess> instances = List.of(apart(), apart(), apart());
        List<URI> urls = instances.stream().map(GatewayProcess::url).toList();
        var burst = proof.burst(urls);
        proof.awaitTheMiddle();

        instances.get(1).kill();
        instances.get(2).pause();
        proof.awaitGivenUp(2);
        instances.get(2).resume();
        burst.join();
        proof.spendTheRest(List.of(urls.get(0), urls.get(2)));

        closeInstances();
        Outcome outcome = proof.outcome("killed and paused");
        assertHolds(outcome);
        assertThat(outcome.report().expired()).isPositive();
    }

    private List<URI> inThisProcess(GatewayHarness.Setup setup) {
        List<URI> urls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            GatewayHarness instance = setup.startOn(proof.database());
            open.add(instance);
            urls.add(instance.url());
        }
        return urls;
    }

    private GatewayProcess apart() {
        GatewayProcess instance = proof.gateway().startApart(proof.database());
        open.add(instance);
        return instance;
    }

    private static void assertHolds(Outcome outcome) {
        assertThat(outcome.charged()).as("%s", outcome).isBetween(outcome.limit() * 99 / 100, outcome.limit());
        assertThat(outcome.charged()).as("%s", outcome).isGreaterThanOrEqualTo(outcome.answered());
        assertThat(outcome.report().faults()).isEmpty();
        assertThat(outcome.leases()).isZero();
    }

    /// Nothing was lost, so the books say exactly what clients got.
    private static void assertExact(Outcome outcome) {
        assertHolds(outcome);
        assertThat(outcome.charged()).as("%s", outcome).isEqualTo(outcome.answered());
        assertThat(outcome.report().expired()).isZero();
        assertThat(outcome.report().overruns()).isZero();
    }
}
