package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.RefusedException;
import io.sallyport.testkit.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrialGateTest {
    private final HandClock clock = HandClock.at("2026-11-22T12:00:00Z");
    private final TrialGate gate = new TrialGate(clock);

    @Test
    @Tag("M15")
    void letsNobodyLookThroughANetwork() {
        for (int i = 0; i < TrialGate.MOST; i++) {
            gate.enter();
            clock.move(Duration.ofSeconds(1));
        }

        RefusedException refused = catchThrowableOfType(RefusedException.class, gate::enter);
        clock.move(TrialGate.WINDOW.minusSeconds(TrialGate.MOST));
        gate.enter();

        assertThat(refused.refusal())
                .isEqualTo(new RateLimited(
                        "too_many_tests",
                        "Too many addresses were tried in a minute.",
                        TrialGate.WINDOW.minusSeconds(TrialGate.MOST)));
        assertThat(catchThrowableOfType(RefusedException.class, gate::enter)).isNotNull();
    }
}
