package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Refusal.OverLimit;
import io.sallyport.lang.Refusal.OverLimit.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorAnswerTest {
    private static final Duration MINUTE_AND_A_SECOND = Duration.ofSeconds(61);

    @Test
    void tellsClientsToComeBackToARateThatIsAFullWindowAway() {
        ErrorAnswer answer = over(Kind.RATE, MINUTE_AND_A_SECOND);

        assertThat(answer.shouldRetry()).isTrue();
        assertThat(answer.body().type()).isEqualTo("rate_limit_error");
    }

    @Test
    void tellsClientsToComeBackToAQuotaOnlyWhenItsWindowIsNearlyOver() {
        ErrorAnswer soon = over(Kind.QUOTA, Duration.ofSeconds(60));
        ErrorAnswer late = over(Kind.QUOTA, MINUTE_AND_A_SECOND);

        assertThat(soon.shouldRetry()).isTrue();
        assertThat(late.shouldRetry()).isFalse();
        assertThat(late.body().type()).isEqualTo("insufficient_quota");
    }

    @Test
    void neverTellsClientsToComeBackToABudget() {
        ErrorAnswer answer = over(Kind.BUDGET, Duration.ofSeconds(5));

        assertThat(answer.shouldRetry()).isFalse();
    }

    @Test
    void neverTellsClientsToRepeatACallThatIsTooLargeByItself() {
        ErrorAnswer answer = over(Kind.RATE, Duration.ZERO);

        assertThat(answer.shouldRetry()).isFalse();
    }

    private static ErrorAnswer over(Kind kind, Duration wait) {
        return ErrorAnswer.of(new OverLimit(429, kind, "some_code", "Reached.", wait));
    }
}
