package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Limit.Coverage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BurdenTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:20Z");

    private final Account rate = account(Metric.REQUESTS, Window.Fixed.MINUTE);
    private final Account tokens = account(Metric.TOKENS, Window.Fixed.MINUTE);
    private final Account parallel = account(Metric.PARALLEL, Window.Fixed.NOW);
    private final Account money = account(Metric.COST, new Window.Rolling(Duration.ofDays(1)));
    private final Burden burden = new Burden(List.of(money, rate, parallel, tokens));

    @Test
    void sortsSlicesByWhatTheyAreAskedFor() {
        SliceSet slices = burden.slices(NOON);

        assertThat(slices.all())
                .containsExactly(money.slice(NOON), rate.slice(NOON), parallel.slice(NOON), tokens.slice(NOON));
        assertThat(slices.kept()).containsExactly(money.slice(NOON));
        assertThat(slices.budgets()).containsExactly(money.slice(NOON));
        assertThat(slices.requestRates()).containsExactly(rate.slice(NOON));
        assertThat(slices.tokenRates()).containsExactly(tokens.slice(NOON));
        assertThat(slices.countsOutput()).isTrue();
        assertThat(new Burden(List.of(rate, parallel)).slices(NOON).countsOutput())
                .isFalse();
    }

    @Test
    void hasTheSameSlicesForAllCallsOfAMinute() {
        SliceSet first = burden.slices(NOON);

        assertThat(burden.slices(NOON.plusSeconds(39))).isSameAs(first);
        assertThat(burden.slices(NOON.minusSeconds(30))).isSameAs(first);
    }

    @Test
    void hasOthersWhenOneOfTheWindowsIsOver() {
        SliceSet first = burden.slices(NOON);

        SliceSet second = burden.slices(NOON.plusSeconds(40));

        assertThat(second).isNotSameAs(first);
        assertThat(second.requestRates()).doesNotContainAnyElementsOf(first.requestRates());
        assertThat(second.budgets()).isEqualTo(first.budgets());
    }

    @Test
    void hasOthersWhenTheClockWasPutFarBack() {
        SliceSet first = burden.slices(NOON);

        assertThat(burden.slices(NOON.minusSeconds(3_600)).requestRates())
                .doesNotContainAnyElementsOf(first.requestRates());
    }

    @Test
    void hasOthersWhenOneWasWrittenOff() {
        SliceSet first = burden.slices(NOON);
        first.budgets().getFirst().writeOff();

        SliceSet second = burden.slices(NOON);

        assertThat(second.budgets()).doesNotContainAnyElementsOf(first.budgets());
        assertThat(second.requestRates()).isEqualTo(first.requestRates());
    }

    @Test
    void hasOthersWhenSomebodyElseWasGivenOthers() {
        Burden another = new Burden(List.of(rate));
        burden.slices(NOON);
        // The clock runs ahead and is put right, while only the other one calls.
        another.slices(NOON.plusSeconds(3_600));
        another.slices(NOON);

        assertThat(burden.slices(NOON).requestRates())
                .isEqualTo(another.slices(NOON).all());
    }

    @Test
    void joinsWhatIsKeptOfTwoOnce() {
        Account backend = account(Metric.COST, new Window.Rolling(Duration.ofHours(5)));
        SliceSet first = burden.slices(NOON);
        SliceSet place = new Burden(List.of(rate, backend)).slices(NOON);

        List<Slice> both = place.keptBehind(first);

        assertThat(both).containsExactly(money.slice(NOON), backend.slice(NOON));
        assertThat(place.keptBehind(first)).isSameAs(both);
        assertThat(place.keptBehind(place)).containsExactly(backend.slice(NOON), backend.slice(NOON));
        assertThat(new SliceSet(List.of()).keptBehind(first)).isSameAs(first.kept());
    }

    @Test
    void isNothingWithoutLimits() {
        assertThat(new Burden(List.of()).slices(NOON).all()).isEmpty();
    }

    private static Account account(Metric metric, Window window) {
        Limit limit = LimitFixture.limit(Coverage.each(Scope.TENANT), metric, window, 100);
        return new Account(limit, "t", (_, _, _) -> {}, NOON);
    }
}
