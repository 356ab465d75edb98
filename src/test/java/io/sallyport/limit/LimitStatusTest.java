package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.LimitStatus.Line;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DA34")
final class LimitStatusTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:20Z");
    private static final Window DAY = new Window.Rolling(Duration.ofDays(1));
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void tellsTheTightestOfEachKind() {
        LimitStatus status = status(List.of(
                account(Metric.COST, DAY, "900"),
                account(Metric.COST, DAY, "800"),
                account(Metric.REQUESTS, Window.Fixed.MINUTE, "70"),
                account(Metric.TOKENS, Window.Fixed.MINUTE, "5000"),
                account(Metric.TOKENS, Window.Fixed.MINUTE, "6000")));

        assertThat(status.budget().map(Line::left)).hasValue(new BigInteger("800"));
        assertThat(status.requests().map(Line::left)).hasValue(new BigInteger("70"));
        assertThat(status.tokens().map(Line::left)).hasValue(new BigInteger("5000"));
        assertThat(status.tokens().map(Line::resets)).hasValue(Instant.parse("2026-11-21T12:01:00Z"));
    }

    @Test
    void tellsOnlyBudgetsThatAreKeptAndRatesThatAreNot() {
        LimitStatus status = status(List.of(
                account(Metric.COST, Window.Fixed.MINUTE, "900"),
                account(Metric.REQUESTS, DAY, "70"),
                account(Metric.PARALLEL, Window.Fixed.NOW, "5")));

        assertThat(status).isEqualTo(LimitStatus.NONE);
    }

    @Test
    void comparesExactlyWhatIsBeyondQuickNumbers() {
        BigInteger vast = MOST.add(BigInteger.TWO);
        BigInteger vaster = vast.add(BigInteger.ONE);
        List<Account> accounts = List.of(
                account(Metric.COST, DAY, vaster.toString()),
                account(Metric.COST, DAY, vast.toString()),
                account(Metric.COST, DAY, vaster.toString()));

        Line line = status(accounts).budget().orElseThrow();

        assertThat(line.left()).isEqualTo(vast);
        assertThat(line.limit()).isEqualTo(vast);
        assertThat(line.used()).isZero();
    }

    @Test
    void prefersALittleToWhatIsBeyondQuickNumbers() {
        Account vast = account(Metric.COST, DAY, MOST.multiply(BigInteger.TEN).toString());
        Account small = account(Metric.COST, DAY, "3");

        assertThat(left(vast, small)).isEqualTo("3");
        assertThat(left(small, vast)).isEqualTo("3");
    }

    @Test
    void tellsWhatIsLeftOfAVastLimitThatIsNearlyUsedUp() {
        Account vast = account(Metric.COST, DAY, MOST.multiply(BigInteger.TEN).toString());
        vast.slice(NOON).granted(1, 20, new BigInteger("50"));
        vast.slice(NOON).reserve(5);

        Line line = status(List.of(vast)).budget().orElseThrow();

        assertThat(line.left()).isEqualTo("45");
        assertThat(line.warning()).isTrue();
    }

    @Test
    void takesWhatWasOverdrawnHereFromWhatIsLeftElsewhere() {
        Account vast = account(Metric.COST, DAY, MOST.add(MOST).toString());
        vast.slice(NOON).settle(0, 7);

        assertThat(left(vast))
                .isEqualTo(MOST.add(MOST).subtract(BigInteger.valueOf(7)).toString());
    }

    @Test
    void neverTellsLessThanNothing() {
        Account overdrawn = account(Metric.COST, DAY, "10");
        overdrawn.slice(NOON).settle(0, 11);

        assertThat(left(overdrawn)).isEqualTo("0");
    }

    @Test
    void tellsNoMoreThanTheLimitWhenItIsLowered() {
        Account account = account(Metric.COST, DAY, "1000");
        account.limit(limit(Metric.COST, DAY, "100"));

        assertThat(left(account)).isEqualTo("100");
    }

    @Test
    void warnsFromTheThousandthOnThatTheLimitNames() {
        Account account = account(Metric.COST, DAY, "1001");
        Slice slice = account.slice(NOON);

        slice.settle(0, 800);
        boolean before = warns(account);
        slice.settle(0, 1);
        boolean after = warns(account);

        // Four fifths of 1001 are 800.8.
        assertThat(before).isFalse();
        assertThat(after).isTrue();
    }

    private static boolean warns(Account account) {
        return status(List.of(account)).budget().orElseThrow().warning();
    }

    private static String left(Account... accounts) {
        return status(List.of(accounts)).budget().orElseThrow().left().toString();
    }

    private static Account account(Metric metric, Window window, String amount) {
        return new Account(limit(metric, window, amount), "t", (_, _, _) -> {}, NOON);
    }

    private static LimitStatus status(List<Account> accounts) {
        return LimitStatus.of(SliceSet.of(accounts, NOON));
    }

    private static Limit limit(Metric metric, Window window, String amount) {
        Limit one = LimitFixture.limit(Coverage.each(Scope.TENANT), metric, window, 0);
        return new Limit(
                one.id(),
                one.name(),
                one.coverage(),
                metric,
                window,
                new BigInteger(amount),
                one.rules(),
                one.origin());
    }
}
