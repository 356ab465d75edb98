package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.admin.StatusCheck.Component;
import io.sallyport.admin.StatusCheck.State;
import io.sallyport.certificate.CertificateState;
import io.sallyport.testkit.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CertificateCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void isFineWhileItLastsAlthoughTheLastOrderFailed() {
        CertificateCheck check = check(Optional.of(NOW.plus(Duration.ofDays(20))), "it was not proven");

        assertThat(check.problem()).isEmpty();
        assertThat(check.look())
                .containsExactly(Component.up(
                        "certificate", "certificate", "until 2026-12-12T00:00:00Z; the last order: it was not proven"));
    }

    @Test
    void complainsAWeekBeforeTheEnd() {
        CertificateCheck check = check(Optional.of(NOW.plus(Duration.ofDays(6))), "");

        assertThat(check.problem()).contains("ends soon, and was not renewed");
        assertThat(check.look()).extracting(Component::state).containsExactly(State.DOWN);
    }

    @Test
    void complainsWhileThereIsNone() {
        CertificateCheck check = check(Optional.empty(), "is being ordered");

        assertThat(check.problem()).contains("there is none yet");
        assertThat(check.look())
                .containsExactly(Component.down(
                        "certificate", "certificate", "there is none yet; the last order: is being ordered"));
    }

    private static CertificateCheck check(Optional<Instant> until, String problem) {
        return new CertificateCheck(() -> new CertificateState(until, problem), HandClock.at(NOW));
    }
}
