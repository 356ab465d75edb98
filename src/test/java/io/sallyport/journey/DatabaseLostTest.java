package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A database that every instance loses at once: none of them is taken out, because each still serves what it
/// knows.
@Timeout(240)
@Tag("DE19")
final class DatabaseLostTest {
    private final TestDatabase database = TestDatabase.migrated();
    private final FaultProxy toDatabase = FaultProxy.before(database.port());
    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, "{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}"));
    private final GatewayHarness gateway = GatewayHarness.with()
            .databaseAt(toDatabase.port())
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .startOn(database);
    private final Passerby balancer = new Passerby(gateway.url());

    @AfterEach
    void close() {
        toDatabase.fault(new FaultProxy.None());
        balancer.close();
        gateway.close();
        upstream.close();
        toDatabase.close();
        database.close();
    }

    @Test
    void keepsServingWhatItKnowsAndSaysSoToWhoeverChoosesInstances() {
        int known = call();

        toDatabase.fault(new FaultProxy.Refuse()).resetAll();
        int watched = watchedOnce(503);

        assertThat(known).isEqualTo(200);
        assertThat(watched).isEqualTo(503);
        // Another probe may be too slow for one look.
        assertThat(Await.answer(() -> balancer.get("/readyz").statusCode(), status -> status == 200))
                .isEqualTo(200);
        assertThat(call()).isEqualTo(200);
    }

    private int call() {
        try (SseClient answer = gateway.chat("chat", "")) {
            return answer.status();
        }
    }

    /// The status of the answer for whoever watches, once it is this one or the time is over.
    private int watchedOnce(int wanted) {
        return Await.answer(() -> balancer.get("/api/health").statusCode(), status -> status == wanted);
    }
}
