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
    void addsExactlyWhetherOrNotTheSumFitsALong() {
        Random random = new Random(8);

        for (int i = 0; i < 5_000; i++) {
            Money here = some(random);
            Money each = some(random);
            long count = random.nextLong() >> random.nextInt(64);

            assertThat(here.plus(each, count).picoDollars())
                    .as("%s and %d times %s", here, count, each)
                    .isEqualTo(here.picoDollars().add(each.picoDollars().multiply(BigInteger.valueOf(count))));
        }
    }

    @Test
    void writesSmallAndLargeSumsAlike() {
        Random random = new Random(9);

        for (int i = 0; i < 5_000; i++) {
            Money money = some(random);

            assertThat(money).hasToString(money.dollars().stripTrailingZeros().toPlainString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.000000000001",
        "-1, -0.000000000001",
        "450000000, 0.00045",
        "2000000000000, 2",
        "-2500000000000, -2.5",
        "9223372036854775807, 9223372.036854775807",
        "-9223372036854775808, -9223372.036854775808",
        "9223372036854775808, 9223372.036854775808"
    })
    void writesDollarsWithoutTrailingZeros(BigInteger picoDollars, String text) {
        assertThat(new Money(picoDollars)).hasToString(text);
    }

    /// Of either sign, and of any size around what fits a long.
    private static Money some(Random random) {
        BigInteger size = new BigInteger(1 + random.nextInt(75), random);
        BigInteger rounded = random.nextBoolean() ? size : size.multiply(BigInteger.TEN.pow(random.nextInt(6)));
        return new Money(random.nextBoolean() ? rounded : rounded.negate());
    }

    @Test
    void refusesExponentsThatStandForGigabytes() {
        assertThatThrownBy(() -> Money.ofDollars(new BigDecimal("1e999999999")))
                .isInstanceOf(ArithmeticException.class);
    }
}
