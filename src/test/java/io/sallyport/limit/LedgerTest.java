package io.sallyport.limit;

import static io.sallyport.limit.LimitFixture.caller;
import static io.sallyport.limit.LimitFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.Caller;
import io.sallyport.lang.Refusal.OverLimit;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Window.Calendar;
import io.sallyport.limit.Window.Calendar.Unit;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C32")
class LedgerTest {
    private static final Window MONTH = new Calendar(Unit.MONTH, 1, ZoneOffset.UTC);
    private static final long CAP = 1_000_000;

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = LimitFixture.clock();
    private final Limit budget = limit(Coverage.each(Scope.TENANT), Metric.COST, MONTH, CAP);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void letsABudgetBeSpentToTheEndAndNoFurther() {
        try (LimitFixture one = new LimitFixture(database, clock, budget)) {
            Caller caller = caller("t", "k");

            for (int i = 0; i < 10; i++) {
                one.hold(one.claim(caller, 10, CAP / 10)).settle(used(CAP / 10));
            }

            assertThatThrownBy(() -> one.hold(one.claim(caller, 10, 1)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal()).isInstanceOfSatisfying(OverLimit.class, over -> {
                                assertThat(over.code()).isEqualTo("budget_exceeded");
                                assertThat(over.status()).isEqualTo(403);
                                assertThat(over.message())
                                        .contains("cost of tenant", "$0 left", "2026-12-01T00:00:00Z");
                                assertThat(over.retryAfter()).isGreaterThan(Duration.ofDays(9));
                            }));
        }
    }

    @Test
    void givesBackWhatACallDidNotUse() {
        try (LimitFixture one = new LimitFixture(database, clock, budget)) {
            Caller caller = caller("t", "k");

            for (int i = 0; i < 50; i++) {
                one.hold(one.claim(caller, 10, CAP / 2)).settle(used(CAP / 100));
            }

            assertThat(one.hold(one.claim(caller, 10, CAP / 2))).isNotNull();
            assertThatThrownBy(() -> one.hold(one.claim(caller, 10, CAP / 2))).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    @Tag("Q15")
    void settlesOnceWhoeverComesFirst() {
        try (LimitFixture one = new LimitFixture(database, clock, budget)) {
            Hold hold = one.hold(one.claim(caller("t", "k"), 10, 500));

            hold.settle(used(300));
            hold.release();
            hold.settle(used(400));
            one.ledger.write();

            assertThat(database.rows("select kind, cost_pico_usd from ledger_entry"))
                    .containsExactly(List.of("settled", "300"));
            assertThat(charged()).isEqualTo(300);
        }
    }

    @Test
    @Tag("Q17")
    void voidsACallThatUsedNothing() {
        try (LimitFixture one = new LimitFixture(database, clock, budget)) {
            one.hold(one.claim(caller("t", "k"), 10, CAP)).release();

            one.hold(one.claim(caller("t", "k"), 10, CAP)).settle(used(CAP));
            one.ledger.write();

            assertThat(database.rows("select kind from ledger_entry order by kind"))
                    .containsExactly(List.of("settled"), List.of("voided"));
        }
    }

    @Test
    void recordsACallThatUsedMoreThanWasReserved() {
        try (LimitFixture one = new LimitFixture(database, clock, budget)) {
            one.hold(one.claim(caller("t", "k"), 10, CAP)).settle(used(CAP + 7));
            one.ledger.write();

            assertThat(charged()).isEqualTo(CAP + 7);
            LedgerCheck.Report report = new LedgerCheck(database.database()).run();
            assertThat(report.overruns()).isEqualTo(1);
            assertThat(report.faults()).isEmpty();
        }
    }

    @Test
    @Tag("NOOVER")
    void isNeverOverspentByManyInstancesAtOnce() throws Exception {
        int instances = 3;
        List<LimitFixture> all = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            all.add(new LimitFixture(database, clock, budget));
        }

        spend(all, 1_000, 4_000);

        all.forEach(LimitFixture::close);
        assertThat(charged()).isBetween(CAP * 99 / 100, CAP);
        assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
        assertThat(database.rows("select count(*) from limit_lease").getFirst()).containsExactly("0");
    }

    @Test
    @Tag("G01")
    void chargesWhatAVanishedInstanceHeld() {
        LimitFixture killed = new LimitFixture(database, clock, budget);
        killed.hold(killed.claim(caller("t", "k"), 10, 400_000));
        LimitFixture.fallSilent(database);

        try (LimitFixture other = new LimitFixture(database, clock, budget)) {
            LimitFixture.giveUp(database);

            other.hold(other.claim(caller("t", "k"), 10, 500_000)).settle(used(500_000));
            other.ledger.write();
            LedgerCheck.Report report = new LedgerCheck(database.database()).run();
            assertThat(report.expired()).isEqualTo(1);
            assertThat(report.faults()).isEmpty();
            assertThat(charged()).isBetween(900_000L, CAP);
        } finally {
            killed.close();
        }
    }

    @Test
    @Tag("G05")
    void chargesNothingTwiceWhenAPausedInstanceComesBack() {
        try (LimitFixture paused = new LimitFixture(database, clock, budget)) {
            Hold hold = paused.hold(paused.claim(caller("t", "k"), 10, 400_000));
            LimitFixture.fallSilent(database);
            LimitFixture.giveUp(database);
            long before = charged();

            hold.settle(used(300_000));
            paused.ledger.write();

            assertThat(charged()).isEqualTo(before).isGreaterThanOrEqualTo(400_000);
            assertThat(database.rows("select kind from ledger_entry order by kind"))
                    .containsExactly(List.of("expired"), List.of("late"));
            assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
            paused.hold(paused.claim(caller("t", "k"), 10, 100_000)).settle(used(100_000));
            paused.ledger.write();
            assertThat(charged()).isEqualTo(before + 100_000);
        }
    }

    @Test
    void forgetsARollingWindowBucketByBucket() {
        Limit rolling = limit(Coverage.each(Scope.KEY), Metric.TOKENS, new Window.Rolling(Duration.ofHours(1)), 1_000);
        try (LimitFixture one = new LimitFixture(database, clock, rolling)) {
            useTokens(one, 600);
            clock.move(Duration.ofMinutes(30));
            useTokens(one, 370);
            assertThatThrownBy(() -> useTokens(one, 50)).isInstanceOf(RefusedException.class);

            clock.move(Duration.ofMinutes(32));

            useTokens(one, 580);
            assertThatThrownBy(() -> useTokens(one, 100)).isInstanceOf(RefusedException.class);
        }
    }

    private static void useTokens(LimitFixture one, long tokens) {
        one.hold(one.claim(caller("t", "k"), tokens, 0)).settle(new Need(tokens, OptionalLong.of(0)));
    }

    @Test
    @Tag("LI6")
    void letsTheStrictestLimitDecide() {
        Limit key = limit(Coverage.each(Scope.KEY), Metric.COST, MONTH, 100);
        try (LimitFixture one = new LimitFixture(database, clock, budget, key)) {
            one.hold(one.claim(caller("t", "a"), 1, 100)).settle(used(100));

            assertThatThrownBy(() -> one.hold(one.claim(caller("t", "a"), 1, 1)))
                    .hasMessageContaining("budget_exceeded");
            one.hold(one.claim(caller("t", "b"), 1, 100)).settle(used(100));
            one.ledger.write();
            assertThat(charged("t")).isEqualTo(200);
        }
    }

    @Test
    void letsALimitOfOneReplaceThatOfEach() {
        Limit more = limit(Coverage.one(Scope.TENANT, "rich"), Metric.COST, MONTH, 10 * CAP);
        try (LimitFixture one = new LimitFixture(database, clock, budget, more)) {
            one.hold(one.claim(caller("rich", "k"), 1, 5 * CAP)).settle(used(5 * CAP));

            assertThatThrownBy(() -> one.hold(one.claim(caller("poor", "k"), 1, 5 * CAP)))
                    .hasMessageContaining("budget_exceeded");
        }
    }

    @Test
    @Tag("Q23")
    void refusesToChangeEntries() {
        try (LimitFixture one = new LimitFixture(database, clock, budget)) {
            one.hold(one.claim(caller("t", "k"), 10, 500)).settle(used(300));
            one.ledger.write();

            assertThatThrownBy(() -> database.execute("update ledger_entry set cost_pico_usd = 0"))
                    .hasStackTraceContaining("never changed");
            assertThatThrownBy(() -> database.execute("delete from ledger_entry"))
                    .hasStackTraceContaining("never changed");
        }
    }

    /// Many callers at once, each with calls that reserve four times what they use, until all are refused.
    private static void spend(List<LimitFixture> instances, int calls, long reserved) throws Exception {
        Caller caller = caller("t", "k");
        RandomGenerator seeds = RandomGeneratorFactory.of("L64X128MixRandom").create(4711);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                LimitFixture instance = instances.get(i % instances.size());
                long used = seeds.nextLong(1, reserved + 1);
                running.add(threads.submit(() -> call(instance, caller, reserved, used)));
            }
            for (Future<?> call : running) {
                call.get();
            }
        }
        boolean spent = false;
        while (!spent) {
            spent = true;
            for (LimitFixture instance : instances) {
                spent &= !call(instance, caller, 500, 500);
            }
        }
    }

    private static boolean call(LimitFixture instance, Caller caller, long reserved, long used) {
        try {
            instance.hold(instance.claim(caller, 10, reserved)).settle(used(used));
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    private static Need used(long picoDollars) {
        return new Need(10, OptionalLong.of(picoDollars));
    }

    private long charged() {
        return Long.parseLong(database.rows("select coalesce(sum(charged), 0) from limit_bucket")
                .getFirst()
                .getFirst());
    }

    private long charged(String subject) {
        return Long.parseLong(database.rows("select sum(charged) from limit_bucket b join limit_account a"
                        + " on a.id = b.account_id where a.subject = '" + subject + "'")
                .getFirst()
                .getFirst());
    }
}
