package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.Calls;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.RetentionSettings;
import io.sallyport.journal.audit.AuditSettings.Cluster;
import io.sallyport.journal.audit.AuditSettings.Upkeep;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.UpstreamCalls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTrailTest {
    private static final Script TAKEN = Script.json(200, "{\"items\":[{\"create\":{\"status\":201}}]}");
    private static final Script BUSY = Script.json(503, "{}");

    private final UpstreamCalls calls = new UpstreamCalls();

    @TempDir
    private Path folder;

    @AfterEach
    void closes() {
        calls.close();
    }

    private AuditTrail trail(long room) {
        Cluster cluster = new Cluster(
                calls.upstream().url(), "trail", Optional.empty(), Trust.VERIFY, UpstreamCalls.LONG, Upkeep.THEIRS);
        return AuditTrail.open(
                new AuditTrail.Parts(
                        new OpenSearch(calls.outbounds(), cluster),
                        folder,
                        room,
                        HealthChecks.SKIPPED,
                        RetentionSettings.DEFAULT),
                Clock.systemUTC());
    }

    @Test
    void leavesForTheNextProcessWhatDidNotArrive() {
        calls.upstream().always(BUSY);
        try (AuditTrail trail = trail(1 << 20)) {
            trail.take(Calls.call().at(Instant.EPOCH));
            Await.until(() -> trail.state().trouble().isPresent());
            assertThat(trail.state().waiting()).isEqualTo(1);
            assertThat(trail.state().oldest()).isGreaterThan(Duration.ofDays(1));
        }
        calls.upstream().always(TAKEN);

        try (AuditTrail next = trail(1 << 20)) {
            Await.until(() -> next.state().sent() == 1);
            Await.until(() -> next.state().waiting() == 0);
            assertThat(next.state().trouble()).isEmpty();
        }
    }

    @Test
    @Tag("F22")
    void saysThatItKeepsNothingWhileNeitherDiskNorOpenSearchTakesIt() {
        calls.upstream().always(BUSY);
        try (AuditTrail trail = trail(1)) {
            trail.take(Calls.call().at(Instant.EPOCH));
            Await.until(() -> !trail.isKeeping());

            calls.upstream().always(TAKEN);

            Await.until(trail::isKeeping);
            assertThat(trail.state().sent()).isEqualTo(1);
            assertThat(trail.state().dropped()).isZero();
        }
    }

    @Test
    @Tag("AU23")
    void countsWhatItLosesWhenItIsClosedWithoutAWayOut() {
        calls.upstream().always(BUSY);
        AuditTrail trail = trail(1);
        trail.take(Calls.call().at(Instant.EPOCH));
        Await.until(() -> !trail.isKeeping());

        trail.close();
        trail.take(Calls.call().at(Instant.EPOCH));

        assertThat(trail.state().dropped()).isEqualTo(2);
    }
}
