package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Money;
import io.sallyport.pipeline.PaidProbes.Purse;
import org.junit.jupiter.api.Test;

final class PurseTest {

    @Test
    void isClosedWithoutABudget() {
        assertThat(purse(0, 0).isClosed()).isTrue();
        assertThat(purse(1, 0).isClosed()).isFalse();
    }

    @Test
    void isEmptyOnceTheBudgetIsSpent() {
        assertThat(purse(100, 99).isEmpty()).isFalse();
        assertThat(purse(100, 100).isEmpty()).isTrue();
        assertThat(purse(100, 101).isEmpty()).isTrue();
    }

    private static Purse purse(long budget, long spent) {
        return new Purse(() -> Money.ofMicroDollars(budget), () -> Money.ofMicroDollars(spent));
    }
}
