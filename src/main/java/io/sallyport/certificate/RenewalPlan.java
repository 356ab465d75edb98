package io.sallyport.certificate;

import io.sallyport.acme.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// When a certificate is ordered again.
///
/// @param random spreads orders, so that not all gateways ask at the same minute
record RenewalPlan(RandomGenerator random) {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);
    private static final int MOST_DOUBLINGS = 7;

    /// When a third of its life is left, and up to a thirtieth earlier: at most 33 days before the end of one
    /// of 90.
    Instant afterSuccess(Issued issued) {
        Duration life = Duration.between(issued.notBefore(), issued.notAfter());
        Duration early = life.dividedBy(30).multipliedBy(random.nextInt(1_000)).dividedBy(1_000);
        return issued.notAfter().minus(life.dividedBy(3)).minus(early);
    }

    /// Twice as late each time: authorities count orders that fail, and refuse whoever has too many.
    Instant afterFailure(Instant now, int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return now.plus(bounded)
                .plus(bounded.multipliedBy(random.nextInt(1_000)).dividedBy(10_000));
    }
}
