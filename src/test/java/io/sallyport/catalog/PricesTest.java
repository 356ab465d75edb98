package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PricesTest {
    private static final Prices BUNDLED = Prices.bundled();

    @Test
    @Tag("US3")
    void knowsWhatWellKnownModelsCost() {
        Price price = BUNDLED.of("openai", "gpt-4o-mini").orElseThrow();

        assertThat(price.input()).isEqualTo(dollars("0.00000015"));
        assertThat(price.output()).isEqualTo(dollars("0.0000006"));
        assertThat(price.cachedInput()).contains(dollars("0.000000075"));
    }

    @Test
    @Tag("US4")
    void guessesNothingForANameThatOnlyLooksAlike() {
        assertThat(BUNDLED.of("openai", "gpt-4o-mini-2031-01-01")).isEmpty();
        assertThat(BUNDLED.of("openai", "GPT-4o-mini")).isEmpty();
        assertThat(BUNDLED.of("azure", "gpt-4o-mini")).isEmpty();
    }

    @Test
    void hasAPriceForEveryModelOfTheSimulator() {
        assertThat(BUNDLED.of("simulated", "anything")).isPresent();
    }

    @Test
    void letsTheLastLineWin() {
        Price free = PriceJson.perMillion(Json.parse("{\"input\": 0, \"output\": 0}"));

        Prices prices = BUNDLED.with(List.of(
                new PriceEntry("openai", "gpt-4o", free, "config"), new PriceEntry("ollama", "*", free, "config")));

        assertThat(prices.of("openai", "gpt-4o")).contains(free);
        assertThat(prices.of("ollama", "llama3.2:1b")).contains(free);
        assertThat(BUNDLED.of("ollama", "llama3.2:1b")).isEmpty();
    }

    @Test
    @Tag("C29")
    void readsBothUnitsToTheSamePrice() {
        Price thousand = PriceJson.read(Json.parse("{\"price_unit\":\"per_1k\",\"input\":\"0.0025\",\"output\":0.01}"));
        Price million = PriceJson.read(Json.parse("{\"price_unit\":\"per_1m\",\"input\":2.5,\"output\":\"10\"}"));

        assertThat(thousand).isEqualTo(million);
    }

    @Test
    void writesWhatItReads() {
        String text = "{\"input\":\"1.25\",\"output\":\"10\",\"cached_input\":\"0.125\",\"cache_write\":\"2\","
                + "\"price_unit\":\"per_1m\",\"image\":\"0.04\",\"long_context\":{\"input\":\"2.5\",\"output\":\"15\",\"above\":200000}}";

        Json written = PriceJson.write(PriceJson.perMillion(Json.parse(text)));

        assertThat(written.toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @Tag("Q09")
    @ValueSource(
            strings = {
                "-1",
                "\"-1\"",
                "\"NaN\"",
                "\"Infinity\"",
                "1e-30",
                "1e30",
                "\"1e-3\"",
                "\"0,15\"",
                "\" 1\"",
                "\"\"",
                "0.0000001",
                "1000001",
                "true",
                "[1]"
            })
    void refusesWhatIsNoPrice(String value) {
        Json json = Json.parse("{\"price_unit\":\"per_1m\",\"input\":" + value + ",\"output\":1}");

        assertThatThrownBy(() -> PriceJson.read(json))
                .isInstanceOf(JsonProblem.class)
                .hasMessageStartingWith("input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":1,\"output\":1}",
                "{\"price_unit\":\"per_2m\",\"input\":1,\"output\":1}",
                "{\"price_unit\":\"per_1m\",\"output\":1}",
                "{\"price_unit\":\"per_1m\",\"input\":1,\"outptu\":1}",
                "{\"price_unit\":\"per_1m\"}"
            })
    void refusesAPriceWithoutUnitOrInputOrWithAnUnknownMember(String text) {
        assertThatThrownBy(() -> PriceJson.read(Json.parse(text))).isInstanceOf(JsonProblem.class);
    }

    private static Money dollars(String amount) {
        return Money.ofDollars(new BigDecimal(amount));
    }
}
