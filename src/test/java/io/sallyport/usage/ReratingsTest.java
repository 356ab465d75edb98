package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Catalogs;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceHistory;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.Prices;
import io.sallyport.lang.Money;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.UsedCalls;
import io.sallyport.usage.Reratings.Outcome;
import io.sallyport.usage.Reratings.Pricing;
import io.sallyport.usage.Reratings.Scope;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReratingsTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
    private static final Scope NOVEMBER = new Scope(START, END, Optional.empty(), Optional.empty());
    private static final UsageQuestion ALL = UsageQuestion.between(START, END);

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = HandClock.at("2026-11-02T00:00:00Z");
    private final PriceList prices =
            new PriceList(database.database(), new Catalogs(database.database(), Prices.NONE), clock);
    private final Reratings reratings = new Reratings(database.database(), clock);
    private final UsageSummary usage = new UsageSummary(database.database());

    /// The price of a token is 10 from the second, 20 from the twelfth, and nothing was known before.
    @BeforeEach
    void setPrices() {
        prices.set("openai", "gpt-4o", price(10));
        clock.move(Duration.ofDays(10));
        prices.set("openai", "gpt-4o", price(20));
        clock.move(Duration.ofDays(10));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesThePriceThatWasValidAtEachCall() {
        UsedCalls.at("2026-11-01T12:00:00Z").in(database);
        UsedCalls.at("2026-11-05T12:00:00Z").in(database);
        UsedCalls.at("2026-11-15T12:00:00Z").in(database);

        Outcome outcome = reratings.apply(NOVEMBER, then(), Optional.empty(), "test");

        assertThat(outcome.calls()).isEqualTo(3);
        assertThat(outcome.corrected()).isEqualTo(2);
        assertThat(outcome.before()).isEqualTo(pico(2_000_000));
        assertThat(outcome.after()).isEqualTo(pico(170 * 10 + 170 * 20));
        assertThat(usage.total(ALL).costUsd()).isEqualTo(pico(1_000_000 + 170 * 30));
        assertThat(usage.total(ALL).calls()).isEqualTo(3);
    }

    @Test
    void keepsWhatWasSaidBefore() {
        UsedCalls.at("2026-11-05T12:00:00Z")
                .with("price", "{\"input\":\"5\",\"output\":\"5\"}")
                .in(database);

        reratings.apply(NOVEMBER, then(), Optional.empty(), "test");

        assertThat(database.rows("select old_cost_pico_usd, new_cost_pico_usd, old_price ->> 'input',"
                        + " new_price ->> 'input' from usage_correction"))
                .containsExactly(List.of("1000000", "1700", "5", "0.00001"));
        assertThat(database.rows("select cost_pico_usd, price ->> 'input' from usage_record"))
                .containsExactly(List.of("1700", "0.00001"));
        assertThat(reratings.passes()).singleElement().satisfies(pass -> {
            assertThat(pass.madeBy()).isEqualTo("test");
            assertThat(pass.before()).isEqualTo(pico(1_000_000));
            assertThat(pass.after()).isEqualTo(pico(1_700));
        });
    }

    @Test
    void makesUnknownCostsKnownInAllSums() {
        UsedCalls.at("2026-11-05T12:00:00Z")
                .without("cost_pico_usd")
                .with("end_user", "eve")
                .times(2)
                .in(database);

        reratings.apply(NOVEMBER, then(), Optional.empty(), "test");

        for (UsageSums sums : List.of(usage.total(ALL), usage.total(ALL.with(Dimension.END_USER, "eve")))) {
            assertThat(sums.unknownCostCalls()).isZero();
            assertThat(sums.costUsd()).isEqualTo(pico(2 * 1_700));
            assertThat(sums.calls()).isEqualTo(2);
            assertThat(sums.inputTokens()).isEqualTo(200);
        }
    }

    @Test
    void changesNothingWhenItIsTriedOut() {
        UsedCalls.at("2026-11-05T12:00:00Z").in(database);

        Outcome outcome = reratings.tryOut(NOVEMBER, then());

        assertThat(outcome.after()).isEqualTo(pico(1_700));
        assertThat(usage.total(ALL).costUsd()).isEqualTo(pico(1_000_000));
        assertThat(reratings.passes()).isEmpty();
    }

    @Test
    void changesNothingTwice() {
        UsedCalls.at("2026-11-05T12:00:00Z").times(1_200).in(database);

        Outcome first = reratings.apply(NOVEMBER, then(), Optional.empty(), "test");
        Outcome second = reratings.apply(NOVEMBER, then(), Optional.empty(), "test");

        assertThat(first.corrected()).isEqualTo(1_200);
        assertThat(second.calls()).isEqualTo(1_200);
        assertThat(second.corrected()).isZero();
        assertThat(usage.total(ALL).costUsd()).isEqualTo(pico(1_200 * 1_700));
    }

    @Test
    void leavesOtherModelsAlone() {
        UsedCalls.at("2026-11-05T12:00:00Z").in(database);
        UsedCalls.at("2026-11-05T12:00:00Z").with("upstream_model", "o9").in(database);
        Scope other = new Scope(START, END, Optional.of("openai"), Optional.of("o9"));
        Pricing given = (_, _, _, _) -> Optional.of(price(1));

        Outcome outcome = reratings.apply(other, given, Optional.of(price(1)), "test");

        assertThat(outcome.calls()).isEqualTo(1);
        assertThat(usage.total(ALL.with(Dimension.UPSTREAM_MODEL, "gpt-4o")).costUsd())
                .isEqualTo(pico(1_000_000));
        assertThat(usage.total(ALL.with(Dimension.UPSTREAM_MODEL, "o9")).costUsd())
                .isEqualTo(pico(170));
    }

    @Test
    void leavesImagesAloneThatWereNotCounted() {
        UsedCalls.at("2026-11-05T12:00:00Z").with("operation", "image").in(database);

        assertThat(reratings.tryOut(NOVEMBER, then()).corrected()).isZero();
    }

    @Test
    void prefersThePriceOfTheAliasWhileItHeld() {
        prices.set("alias", "fast", price(7));
        prices.set("openai", "*", price(3));
        PriceHistory history = prices.history();
        Instant now = clock.instant();

        assertThat(history.at(now, "openai", "gpt-4o", "fast")).contains(price(7));
        assertThat(history.at(now, "openai", "gpt-4o", "slow")).contains(price(20));
        assertThat(history.at(now, "openai", "other", "slow")).contains(price(3));
        assertThat(history.at(now.minusSeconds(1), "openai", "gpt-4o", "fast")).contains(price(20));
        assertThat(history.at(START, "openai", "gpt-4o", "fast")).isEmpty();
    }

    private Pricing then() {
        return prices.history()::at;
    }

    private static Price price(long token) {
        return new Price(pico(token), pico(token), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Money pico(long dollars) {
        return new Money(BigInteger.valueOf(dollars));
    }
}
