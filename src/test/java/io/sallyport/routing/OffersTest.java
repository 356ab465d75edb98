package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Prices;
import io.sallyport.catalog.Routing;
import io.sallyport.lang.ModelAlias;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.routing.Resolver.Offer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OffersTest {

    @Test
    void joinsBackendsThatHaveTheSameModel() {
        assertThat(targets(offers(), "big")).containsExactly("east/big", "west/big");
    }

    @Test
    void hidesAModelBehindTheAliasOfTheSameName() {
        assertThat(targets(offers(), "small")).containsExactly("west/big");
    }

    @Test
    void leavesOutAliasesThatLeadNowhere() {
        assertThat(offers()).extracting(Offer::name).containsExactly("big", "small");
    }

    private static List<String> targets(List<Offer> offers, String name) {
        return offers.stream()
                .filter(offer -> offer.name().equals(name))
                .flatMap(offer -> offer.targets().stream())
                .map(Target::id)
                .toList();
    }

    private static List<Offer> offers() {
        List<Backend> backends = List.of(Targets.backend("east", "big", "small"), Targets.backend("west", "big"));
        Catalog catalog = Catalog.of(
                List.of(alias("small", "west", "big"), alias("lost", "north", "big")), List.of(), Prices.NONE);
        return new Resolver(catalog, Backends.of(backends, Map.of("openai", Targets.OPENAI)), new Inventory()).offers();
    }

    private static ModelEntry alias(String name, String backend, String model) {
        return new ModelEntry(
                new ModelAlias(name),
                "llm",
                List.of(new Deployment(backend, model, 1, 0)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                false,
                true,
                Map.of(),
                Routing.USUAL,
                ModelEntry.CONFIG);
    }
}
