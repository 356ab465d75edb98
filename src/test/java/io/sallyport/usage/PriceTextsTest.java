package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceJson;
import io.sallyport.json.Json;
import io.sallyport.lang.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PriceTextsTest {
    private final PriceTexts texts = new PriceTexts();

    @Test
    void writesThePriceAsItIsReadAgain() {
        Price price = price(3);

        String text = texts.of(price);

        assertThat(PriceJson.read(Json.parse(text))).isEqualTo(price);
    }

    @Test
    void writesAPriceOnceForManyCalls() {
        String first = texts.of(price(3));

        String again = texts.of(price(3));

        assertThat(again).isSameAs(first);
    }

    @Test
    void staysRightHoweverManyPricesThereAre() {
        for (int input = 0; input < 2_500; input++) {
            String text = texts.of(price(input));

            assertThat(PriceJson.read(Json.parse(text))).isEqualTo(price(input));
        }
    }

    private static Price price(int input) {
        return new Price(
                Money.ofMicroDollars(input),
                Money.ofMicroDollars(7),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
