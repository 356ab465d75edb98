package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceUnit;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class MeterTest {
    private static final Price PRICE = new Price(
            million("2.5"), million("10"), Optional.of(million("1.25")), Optional.of(million("3")), Optional.empty());

    @Test
    @Tag("US2")
    void addsEachClassOfTokensOnce() {
        TokenUsage usage = new TokenUsage(1_000, 400, 200, 500, 300, Source.REPORTED);

        Cost cost = Meter.cost(Optional.of(usage), Optional.of(PRICE));

        assertThat(cost).isEqualTo(dollars("0.0086"));
    }

    @Test
    @Tag("US9")
    void losesNothingOfTheSmallestPriceOverTheLargestCount() {
        Price price = new Price(million("0.000001"), Money.ZERO, Optional.empty(), Optional.empty(), Optional.empty());
        TokenUsage usage = new TokenUsage(999_999_999_999L, 0, 0, 0, 0, Source.REPORTED);

        Cost cost = Meter.cost(Optional.of(usage), Optional.of(price));

        assertThat(cost).isEqualTo(dollars("0.999999999999"));
    }

    @Test
    void takesTheInputPriceForCachesWithoutAPrice() {
        Price price = new Price(million("1"), million("2"), Optional.empty(), Optional.empty(), Optional.empty());
        TokenUsage usage = new TokenUsage(0, 1_000_000, 1_000_000, 0, 0, Source.REPORTED);

        Cost cost = Meter.cost(Optional.of(usage), Optional.of(price));

        assertThat(cost).isEqualTo(dollars("2"));
    }

    @Test
    void paysTheWholeCallAtTheLongPriceOnceThePromptIsLong() {
        Price longer = new Price(million("6"), million("20"), Optional.empty(), Optional.empty(), Optional.empty());
        Price price = new Price(
                million("3"),
                million("10"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Price.LongContext(200_000, longer)));

        Cost atTheLimit = Meter.cost(Optional.of(read(100_000, 100_000)), Optional.of(price));
        Cost above = Meter.cost(Optional.of(read(100_000, 100_001)), Optional.of(price));

        assertThat(atTheLimit).isEqualTo(dollars("0.6"));
        assertThat(above).isEqualTo(dollars("1.200006"));
    }

    @Test
    @Tag("US8")
    void saysUnknownForWhatHasNoPrice() {
        TokenUsage usage = new TokenUsage(1, 0, 0, 1, 0, Source.REPORTED);

        Cost cost = Meter.cost(Optional.of(usage), Optional.empty());

        assertThat(cost).isEqualTo(Cost.unknown());
    }

    @Test
    void tellsZeroTokensFromTokensNobodyCounted() {
        TokenUsage nothing = new TokenUsage(0, 0, 0, 0, 0, Source.REPORTED);

        Cost zero = Meter.cost(Optional.of(nothing), Optional.of(PRICE));
        Cost unknown = Meter.cost(Optional.empty(), Optional.of(PRICE));

        assertThat(zero).isEqualTo(dollars("0"));
        assertThat(unknown).isEqualTo(Cost.unknown());
    }

    @Test
    void knowsThatAFreeModelCostsNothingWhateverItDid() {
        Price free = new Price(Money.ZERO, Money.ZERO, Optional.empty(), Optional.empty(), Optional.empty());

        Cost cost = Meter.cost(Optional.empty(), Optional.of(free));

        assertThat(cost).isEqualTo(dollars("0"));
    }

    @Test
    @Tag("US10")
    void paysImagesByTheirNumber() {
        Price price = new Price(
                Money.ZERO,
                Money.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.of(PriceUnit.each(new BigDecimal("0.04"))));

        Cost three = Meter.cost(Optional.empty(), 3, Optional.of(price));
        Cost withoutImagePrice = Meter.cost(Optional.empty(), 3, Optional.of(PRICE));

        assertThat(three).isEqualTo(dollars("0.12"));
        assertThat(withoutImagePrice).isEqualTo(Cost.unknown());
    }

    private static TokenUsage read(long input, long cached) {
        return new TokenUsage(input, cached, 0, 0, 0, Source.REPORTED);
    }

    private static Money million(String dollars) {
        return PriceUnit.PER_1M.perToken(new BigDecimal(dollars));
    }

    private static Cost dollars(String amount) {
        return Cost.of(Money.ofDollars(new BigDecimal(amount)));
    }
}
