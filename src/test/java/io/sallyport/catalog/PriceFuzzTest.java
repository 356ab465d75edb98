package io.sallyport.catalog;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Prices that people write: exact, zero or more, at most a dollar a token, and read again as they were written.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=PriceFuzzTest`; otherwise the seeds are replayed.
class PriceFuzzTest {
    private static final Money DOLLAR = Money.ofDollars(BigDecimal.ONE);

    @FuzzTest(maxDuration = "60s")
    void readsNoPriceThatIsNotExact(byte[] input) {
        decimal(new String(input, StandardCharsets.UTF_8));
        Price price;
        try {
            price = PriceJson.read(Json.parse(Bytes.of(input)));
        } catch (JsonProblem e) {
            return;
        }
        if (!PriceJson.read(PriceJson.write(price)).equals(price)
                || price.input().compareTo(DOLLAR) > 0) {
            throw new AssertionError(price + " is written as " + PriceJson.write(price));
        }
    }

    private static void decimal(String text) {
        Money token;
        try {
            token = PriceUnit.PER_1M.perToken(PriceUnit.decimal(text));
        } catch (IllegalArgumentException e) {
            return;
        }
        if (new BigDecimal(text).compareTo(PriceUnit.perMillion(token)) != 0 || token.isNegative()) {
            throw new AssertionError(text + " per million became " + token + " per token");
        }
    }
}
