package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
    @Test
    void countsMoneyInPicoDollars() {
        BigInteger amount = Metric.COST.amount("0.15");

        assertThat(amount).isEqualTo(150_000_000_000L);
        assertThat(Metric.COST.text(amount)).isEqualTo("0.15");
    }

    @Test
    void takesAMonthOfTokensOfAWholeOrganisation() {
        assertThat(Metric.TOKENS.amount("100000000000")).isEqualTo(100_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "1e999999999", "9999999999999", "0x10", " 1"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> Metric.TOKENS.amount(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void refusesPartsOfATokenAndOfAPicoDollar() {
        assertThatThrownBy(() -> Metric.TOKENS.amount("1.5")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Metric.COST.amount("0.0000000000001")).isInstanceOf(ArithmeticException.class);
    }
}
