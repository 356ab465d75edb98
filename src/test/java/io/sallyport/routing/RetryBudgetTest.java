package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H05")
class RetryBudgetTest {
    @Test
    void keepsFurtherAttemptsUnderATenthOfTheCalls() {
        RetryBudget budget = new RetryBudget();
        int spent = 0;

        for (int call = 0; call < 10_000; call++) {
            budget.earn();
            spent += budget.spend() ? 1 : 0;
        }

        assertThat(spent).isBetween(1_000, 1_020);
    }
}
