package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.json.Json;
import io.sallyport.lang.ModelAlias;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class CatalogTest {
    private static final Price DEAR = PriceJson.perMillion(Json.parse("{\"input\":10,\"output\":20}"));
    private static final Price CHEAP = PriceJson.perMillion(Json.parse("{\"input\":1,\"output\":2}"));
    private static final Prices PRICES = Prices.NONE.with(List.of(new PriceEntry("openai", "gpt-4o", CHEAP, "config")));

    @Test
    @Tag("RO5")
    void letsTheStoredEntryWinOverTheConfiguredOne() {
        ModelEntry configured = entry("chat", "config", true, Optional.empty());
        ModelEntry stored = entry("chat", "admin", true, Optional.of(DEAR));

        Catalog catalog = Catalog.of(List.of(configured), List.of(stored), PRICES);

        assertThat(catalog.find("chat")).contains(stored);
        assertThat(catalog.entries()).containsExactly(stored);
    }

    @Test
    void hidesADisabledEntryFromCallsOnly() {
        ModelEntry configured = entry("chat", "config", true, Optional.empty());
        ModelEntry disabled = entry("chat", "admin", false, Optional.empty());

        Catalog catalog = Catalog.of(List.of(configured), List.of(disabled), PRICES);

        assertThat(catalog.find("chat")).isEmpty();
        assertThat(catalog.entries()).containsExactly(disabled);
    }

    @Test
    @Tag("US2")
    void prefersThePriceOfTheAlias() {
        ModelEntry plain = entry("plain", "config", true, Optional.empty());
        ModelEntry priced = entry("priced", "config", true, Optional.of(DEAR));

        Catalog catalog = Catalog.of(List.of(plain, priced), List.of(), PRICES);

        assertThat(catalog.price(plain, "openai", plain.deployments().getFirst()))
                .contains(CHEAP);
        assertThat(catalog.price(priced, "openai", priced.deployments().getFirst()))
                .contains(DEAR);
        assertThat(catalog.price(plain, "azure", plain.deployments().getFirst()))
                .isEmpty();
    }

    @Test
    void refusesAnAliasThatIsThereTwice() {
        ModelEntry entry = entry("chat", "config", true, Optional.empty());

        assertThatThrownBy(() -> Catalog.of(List.of(entry, entry), List.of(), PRICES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chat");
    }

    @Test
    void refusesEntriesThatCannotServe() {
        assertThatThrownBy(() -> new Deployment("openai", "gpt-4o", -1, 0)).hasMessageContaining("weight");
        assertThatThrownBy(() -> new Deployment("openai", "", 1, 0)).hasMessageContaining("names its backend");
        assertThatThrownBy(() -> new ModelEntry(
                        new ModelAlias("chat"),
                        "llm",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        true,
                        Optional.empty(),
                        false,
                        true,
                        Map.of(),
                        Routing.USUAL,
                        "admin"))
                .hasMessageContaining("at least one deployment");
    }

    private static ModelEntry entry(String alias, String source, boolean enabled, Optional<Price> price) {
        return new ModelEntry(
                new ModelAlias(alias),
                "llm",
                List.of(new Deployment("openai", "gpt-4o", 100, 0)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                price,
                false,
                enabled,
                Map.of(),
                Routing.USUAL,
                source);
    }
}
