package io.sallyport.limit;

import static io.sallyport.limit.LimitFixture.caller;
import static io.sallyport.limit.LimitFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.Caller;
import io.sallyport.lang.RequestId;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Window.Calendar;
import io.sallyport.limit.Window.Calendar.Unit;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What calls with several limits leave in the books, those of places among them.
@Tag("LEDGER")
@Timeout(120)
final class HoldTest {
    private static final Window MONTH = new Calendar(Unit.MONTH, 1, ZoneOffset.UTC);
    private static final Window DAY = new Window.Rolling(Duration.ofDays(1));
    private static final long CAP = 1_000_000;
    private static final Limit TENANT = limit(Coverage.each(Scope.TENANT), Metric.COST, MONTH, CAP);
    private static final Limit KEY = limit(Coverage.each(Scope.KEY), Metric.COST, MONTH, CAP);
    private static final Limit TOKENS = limit(Coverage.each(Scope.KEY), Metric.TOKENS, DAY, CAP);
    private static final Limit CALLS = limit(Coverage.each(Scope.PROJECT), Metric.REQUESTS, DAY, CAP);
    private static final Limit BACKEND = limit(Coverage.each(Scope.BACKEND), Metric.COST, MONTH, 1_000);

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = LimitFixture.clock();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void chargesCallsOfOneBatchToEveryLimitTheyCountIn() {
        try (LimitFixture one = new LimitFixture(database, clock, TENANT, KEY, TOKENS, CALLS)) {
            List<Hold> holds = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                holds.add(one.hold(one.claim(caller("t", i % 3 == 0 ? "k1" : "k2"), 50, 900)));
            }
            for (int i = 0; i < 30; i++) {
                if (i % 10 == 9) {
                    holds.get(i).release();
                } else if (i % 10 == 8) {
                    holds.get(i).settle(new Need(20, OptionalLong.empty()));
                } else {
                    holds.get(i).settle(used(40, i % 3 == 0 ? 100 : 10));
                }
            }
            one.ledger.write();

            // Of the ten with the first key (0, 3, ... 27) number 18 has no price and number 9 used nothing.
            assertThat(charges())
                    .containsExactlyInAnyOrder(
                            List.of("cost", "t", Long.toString(8 * 100 + 16 * 10)),
                            List.of("cost", "k1", Long.toString(8 * 100)),
                            List.of("cost", "k2", Long.toString(16 * 10)),
                            List.of("tokens", "k1", Long.toString(8 * 40 + 20)),
                            List.of("tokens", "k2", Long.toString(16 * 40 + 2 * 20)),
                            List.of("requests", "p-t", "27"));
        }
        assertSoundAndLeft();
    }

    @Test
    void chargesThePlaceThatAnsweredAndNoOther() {
        try (LimitFixture one = new LimitFixture(database, clock, TENANT, BACKEND)) {
            Caller caller = caller("t", "k");
            Hold hold = one.hold(claim(caller, 600));

            assertThat(hold.enter("openai", "one")).isEmpty();
            assertThat(hold.enter("openai", "two")).isEmpty();
            assertThat(one.hold(claim(caller, 600)).enter("openai", "one")).isEmpty();
            hold.settle(used(10, 500));
            one.ledger.write();

            assertThat(charges())
                    .contains(List.of("cost", "t", "500"), List.of("cost", "two", "500"))
                    .doesNotContain(List.of("cost", "one", "500"));
        }
        assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
    }

    @Test
    void refusesAPlaceThatIsFullAndLetsItGoOnceTheOtherIsOver() {
        try (LimitFixture one = new LimitFixture(database, clock, TENANT, BACKEND)) {
            Caller caller = caller("t", "k");
            Hold first = one.hold(claim(caller, 600));
            Hold second = one.hold(claim(caller, 600));

            assertThat(first.enter("openai", "one")).isEmpty();
            assertThat(second.enter("openai", "one")).isPresent();
            assertThat(second.enter("openai", "two")).isEmpty();
            first.release();

            assertThat(second.enter("openai", "one")).isEmpty();
            second.release();
        }
        assertSoundAndLeft();
    }

    private Claim claim(Caller caller, long picoDollars) {
        return new Claim(
                RequestId.next(clock),
                new Asker(caller, Optional.empty(), "m"),
                used(10, picoDollars),
                List.of(new Place("openai", "one"), new Place("openai", "two")));
    }

    private static Need used(long tokens, long picoDollars) {
        return new Need(tokens, OptionalLong.of(picoDollars));
    }

    private List<List<String>> charges() {
        return database.rows("select a.metric, a.subject, b.charged from limit_bucket b"
                + " join limit_account a on a.id = b.account_id");
    }

    private void assertSoundAndLeft() {
        assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
        assertThat(database.number("select count(*) from limit_lease")).isZero();
    }
}
