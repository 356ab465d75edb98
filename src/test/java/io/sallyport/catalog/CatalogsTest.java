package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.json.Json;
import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.RefusedException;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class CatalogsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Price CHEAP = PriceJson.perMillion(Json.parse("{\"input\":1,\"output\":2}"));
    private static final Price DEAR = PriceJson.perMillion(Json.parse("{\"input\":10,\"output\":20}"));
    private static final PriceEntry BUNDLED = new PriceEntry("openai", "gpt-4o", CHEAP, PriceEntry.BUNDLED);

    private final TestDatabase database = TestDatabase.migrated();
    private final Catalogs catalogs = new Catalogs(database.database(), Prices.NONE.with(List.of(BUNDLED)));
    private final ModelAliases aliases = new ModelAliases(database.database(), catalogs, CLOCK);
    private final PriceList prices = new PriceList(database.database(), catalogs, CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("RO5")
    @Tag("C20")
    void laysAnOverlayOnAConfiguredAliasAndTakesItAway() {
        catalogs.configure(List.of(configured("chat", "gpt-4o")), List.of());

        aliases.replace(entry("chat", "gpt-4o-mini"));
        String withOverlay = upstream("chat");
        aliases.remove("chat");

        assertThat(withOverlay).isEqualTo("gpt-4o-mini");
        assertThat(upstream("chat")).isEqualTo("gpt-4o");
        assertThatThrownBy(() -> aliases.remove("chat"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("config_row");
    }

    @Test
    @Tag("AP15")
    void keepsAddedAliasesWholeAndRefusesThemTwice() {
        ModelEntry entry = new ModelEntry(
                new ModelAlias("team/chat"),
                "llm",
                List.of(new Deployment("a", "m1", 80, 0), new Deployment("b", "m2", 20, 1)),
                Optional.of(128_000L),
                Optional.empty(),
                List.of("text", "image"),
                true,
                Optional.of(DEAR),
                false,
                true,
                Map.of("audio_voice", "alloy"),
                Routing.USUAL,
                ModelEntry.ADMIN);

        aliases.add(entry);
        Catalogs other = new Catalogs(database.database(), Prices.NONE);
        other.reload();

        assertThat(other.current().find("team/chat")).contains(entry);
        assertThatThrownBy(() -> aliases.add(entry)).hasMessage("alias_exists");
        assertThatThrownBy(() -> aliases.replace(entry("unknown", "m"))).hasMessage("alias_not_found");
    }

    @Test
    void keepsTheCatalogOfBeforeWhenTheConfigurationIsWrong() {
        catalogs.configure(List.of(configured("chat", "gpt-4o")), List.of());
        Catalog before = catalogs.current();

        assertThatThrownBy(() -> catalogs.configure(List.of(configured("x", "m"), configured("x", "m")), List.of()))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(catalogs.current()).isSameAs(before);
    }

    @Test
    @Tag("US4")
    void putsAnOperatorsPriceBeforeTheBundledOneUntilItIsReset() {
        prices.set("openai", "gpt-4o", DEAR);
        Catalog during = catalogs.current();
        prices.reset("openai", "gpt-4o");

        assertThat(during.prices().of("openai", "gpt-4o")).contains(DEAR);
        assertThat(catalogs.current().prices().of("openai", "gpt-4o")).contains(CHEAP);
        assertThatThrownBy(() -> prices.reset("openai", "gpt-4o")).hasMessage("price_not_found");
    }

    @Test
    void remembersEveryPriceThatHeld() {
        prices.keepHistory();
        prices.keepHistory();
        Catalogs later = new Catalogs(
                database.database(),
                Prices.NONE.with(List.of(new PriceEntry("openai", "gpt-4o", DEAR, PriceEntry.BUNDLED))));
        Clock tomorrow = Clock.offset(CLOCK, Duration.ofDays(1));

        new PriceList(database.database(), later, tomorrow).keepHistory();

        assertThat(prices.history("openai", "gpt-4o"))
                .extracting(held -> held.price().orElseThrow())
                .containsExactly(DEAR, CHEAP);
    }

    private String upstream(String alias) {
        return catalogs.current()
                .find(alias)
                .orElseThrow()
                .deployments()
                .getFirst()
                .model();
    }

    private static ModelEntry configured(String alias, String model) {
        return entry(alias, model, ModelEntry.CONFIG);
    }

    private static ModelEntry entry(String alias, String model) {
        return entry(alias, model, ModelEntry.ADMIN);
    }

    private static ModelEntry entry(String alias, String model, String source) {
        return new ModelEntry(
                new ModelAlias(alias),
                "llm",
                List.of(new Deployment("openai", model, 100, 0)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                false,
                true,
                Map.of(),
                Routing.USUAL,
                source);
    }
}
