package io.sallyport.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.acme.Issued;
import io.sallyport.lang.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RenewalPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final RenewalPlan plan = new RenewalPlan(new Random(11));

    @ParameterizedTest
    @CsvSource({"90,57,60", "6,3.8,4"})
    void comesWhenAThirdOfALifeIsLeftOrALittleEarlier(int days, double earliest, double latest) {
        Issued issued = new Issued("", Secret.of(""), NOW, NOW.plus(Duration.ofDays(days)));

        for (int i = 0; i < 100; i++) {
            assertThat(hours(plan.afterSuccess(issued))).isBetween(earliest * 24 - 1, latest * 24);
        }
    }

    @Test
    void doesNotComeAtTheSameMinuteForAll() {
        Issued issued = new Issued("", Secret.of(""), NOW, NOW.plus(Duration.ofDays(90)));

        assertThat(plan.afterSuccess(issued)).isNotEqualTo(plan.afterSuccess(issued));
    }

    @ParameterizedTest
    @CsvSource({"1,10,11", "2,20,22", "4,80,88", "8,720,792", "1000,720,792"})
    void comesLaterAfterEachFailureUpToHalfADay(int failures, int earliest, int latest) {
        assertThat(Duration.between(NOW, plan.afterFailure(NOW, failures)))
                .isBetween(Duration.ofMinutes(earliest), Duration.ofMinutes(latest));
    }

    private static double hours(Instant at) {
        return Duration.between(NOW, at).toMinutes() / 60.0;
    }
}
