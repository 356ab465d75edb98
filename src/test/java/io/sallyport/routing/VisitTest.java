package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VisitTest {
    @Test
    void takesUntilItsAnswerBegan() {
        Visit visit = new Visit(new TargetLoad());
        long before = visit.nanos();

        visit.answered();

        long took = visit.nanos();
        assertThat(took).isGreaterThanOrEqualTo(before).isEqualTo(visit.nanos());
    }

    @Test
    void isCountedUntilItIsOver() {
        TargetLoad load = new TargetLoad();
        Visit visit = new Visit(load);
        int during = load.inFlight();

        visit.over();
        visit.over();

        assertThat(during).isEqualTo(1);
        assertThat(load.inFlight()).isZero();
    }
}
