package io.sallyport.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({"0.004, 0", "0.005, 0", "0.0050000001, 1", "0.015, 2", "0.025, 2", "-0.005, 0", "-0.015, -2", "12, 1200"
    })
    void roundsCentsHalfEven(BigDecimal dollars, long cents) {
        assertThat(Money.ofDollars(dollars).cents()).isEqualTo(cents);
    }

    @Test
    void roundsSmallAndLargeSumsAlike() {
        Random random = new Random(7);

        for (int i = 0; i < 2_000; i++) {
            Money money = new Money(new BigInteger(20 + random.nextInt(55), random));

            assertThat(money.cents())
                    .as("%s", money)
                    .isEqualTo(money.dollars()
                            .movePointRight(2)
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .longValueExact());
        }
    }

    @Test
    void refusesExponentsThatStandForGigabytes() {
        assertThatThrownBy(() -> Money.ofDollars(new BigDecimal("1e999999999")))
                .isInstanceOf(ArithmeticException.class);
    }
}
