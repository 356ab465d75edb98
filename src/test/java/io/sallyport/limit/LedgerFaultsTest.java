package io.sallyport.limit;

import static io.sallyport.limit.LimitFixture.caller;
import static io.sallyport.limit.LimitFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.counters.MemoryCounters;
import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.identity.Caller;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.RequestId;
import io.sallyport.limit.Entry.Ending;
import io.sallyport.limit.LedgerTable.Ask;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Window.Calendar;
import io.sallyport.limit.Window.Calendar.Unit;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The books while answers get lost, instances are given up in the middle of something, and clocks are put
/// right.
@Tag("LEDGER")
@Timeout(120)
final class LedgerFaultsTest {
    /// What the database says after it did what a query asks for.
    private static final FaultProxy.Fault LOST = new FaultProxy.CutInstead("SELECT 1");

    private static final long CAP = 1_000_000;
    private static final Limit BUDGET =
            limit(Coverage.each(Scope.TENANT), Metric.COST, new Calendar(Unit.MONTH, 1, ZoneOffset.UTC), CAP);
    private static final Caller CALLER = caller("t", "k");

    private final TestDatabase database = TestDatabase.migrated();
    private final FaultProxy network = FaultProxy.before(database.port());
    private final HandClock clock = LimitFixture.clock();

    @AfterEach
    void close() {
        network.close();
        database.close();
    }

    @Test
    @Tag("F03")
    void chargesACallOnceWhenTheAnswerToItsCommitIsLost() {
        try (Database faulty = Database.open(throughTheNetwork(), TestDatabase.SETTINGS);
                LimitFixture one = new LimitFixture(faulty, clock, new MemoryCounters(clock), BUDGET)) {
            Hold hold = one.hold(one.claim(CALLER, 10, 500));
            network.fault(new FaultProxy.CutAfter(0));

            hold.settle(used(300));
            await(() -> database.number("select count(*) from ledger_entry") == 1);
            network.fault(new FaultProxy.None());
            await(() -> writes(one));

            assertThat(database.number("select count(*) from ledger_entry")).isEqualTo(1);
            assertThat(charged()).isEqualTo(300);
            one.hold(one.claim(CALLER, 10, 500)).settle(used(200));
        }
        assertThat(charged()).isEqualTo(500);
        assertSoundAndLeft();
    }

    @Test
    @Tag("F03")
    void neitherLosesNorOverspendsWhatWasTakenWhenTheAnswerToItIsLost() {
        try (Database faulty = Database.open(throughTheNetwork(), TestDatabase.SETTINGS);
                LimitFixture one = new LimitFixture(faulty, clock, new MemoryCounters(clock), BUDGET);
                LimitFixture other = new LimitFixture(database, clock, BUDGET)) {
            one.hold(one.claim(CALLER, 10, 1)).release();
            losesTheAnswerToATake(one, 400_000);
            await(() -> writes(one));

            useUp(one, 8, 50_000);
            useUp(other, 11, 50_000);

            assertThat(holds(other, 50_000)).isFalse();
        }
        assertThat(charged()).isEqualTo(950_000);
        assertNothingExpired();
        assertSoundAndLeft();
    }

    @Test
    @Tag("F03")
    void givesBackWhatItDidNotKnowItHeldWithoutBeingAskedForMore() {
        try (Database faulty = Database.open(throughTheNetwork(), TestDatabase.SETTINGS);
                LimitFixture one = new LimitFixture(faulty, clock, new MemoryCounters(clock), BUDGET);
                LimitFixture other = new LimitFixture(database, clock, BUDGET)) {
            losesTheAnswerToATake(one, 900_000);

            await(() -> leased() < 200_000);

            useUp(other, 1, 800_000);
        }
        assertNothingExpired();
        assertSoundAndLeft();
    }

    @Test
    @Tag("F03")
    void givesBackOnceWhenTheAnswerToItIsLost() {
        try (Database faulty = Database.open(throughTheNetwork(), TestDatabase.SETTINGS);
                LimitFixture one = new LimitFixture(faulty, clock, new MemoryCounters(clock), BUDGET);
                LimitFixture other = new LimitFixture(database, clock, BUDGET)) {
            Hold hold = one.hold(one.claim(CALLER, 10, 900_000));
            hold.settle(used(10_000));
            one.ledger.write();
            network.fault(LOST);
            await(() -> leased() < 200_000);
            network.fault(new FaultProxy.None());
            await(() -> writes(one));

            useUp(other, 9, 100_000);
            useUp(one, 6, 10_000);
        }
        assertThat(charged()).isEqualTo(970_000);
        assertNothingExpired();
        assertSoundAndLeft();
    }

    /// The books are changed, but the instance hears nothing of it.
    @Test
    @Tag("F03")
    void writesAllThatWaitsAfterARoundThatFailed() {
        int calls = EntryBatch.MOST + 10;
        try (Database faulty = Database.open(throughTheNetwork(), TestDatabase.SETTINGS);
                LimitFixture one = new LimitFixture(faulty, clock, new MemoryCounters(clock), BUDGET)) {
            List<Hold> holds = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                holds.add(one.hold(one.claim(CALLER, 1, 1)));
            }
            network.fault(new FaultProxy.CutAfter(0));
            holds.getFirst().settle(used(1));
            await(() -> !writes(one));
            holds.forEach(hold -> hold.settle(used(1)));
            network.fault(new FaultProxy.None());
            await(() -> writes(one));

            assertThat(database.number("select count(*) from ledger_entry where kind = 'settled'"))
                    .isEqualTo(calls);
        }
        assertThat(charged()).isEqualTo(calls);
        assertSoundAndLeft();
    }

    private void losesTheAnswerToATake(LimitFixture one, long amount) {
        network.fault(LOST);
        assertThatThrownBy(() -> one.limits.patient(one.claim(CALLER, 10, amount)))
                .isInstanceOf(RefusedException.class);
        await(() -> leased() >= amount);
        network.fault(new FaultProxy.None());
    }

    @Test
    @Tag("F03")
    void answersTheSameToATakeThatIsAskedAgainAndNothingToAnOlderOne() {
        LedgerTable table = database.database().attach(LedgerTable.class);
        UUID instance = entered(table);

        long first = table.take(ask(instance, 2)).orElseThrow().granted();
        long again = table.take(ask(instance, 2)).orElseThrow().granted();
        long older = table.take(ask(instance, 1)).orElseThrow().granted();

        assertThat(List.of(first, again, older)).containsExactly(100L, 100L, 0L);
        assertThat(leased()).isEqualTo(100);
    }

    @Test
    @Tag("F03")
    void takesBackAReturnOnceInWhateverOrderItArrives() {
        LedgerTable table = database.database().attach(LedgerTable.class);
        UUID instance = entered(table);
        long bucket = table.take(ask(instance, 1)).orElseThrow().bucket();

        assertThat(table.giveBack(instance, 3, texts(bucket), texts(30))).isTrue();
        assertThat(table.giveBack(instance, 3, texts(bucket), texts(30))).isTrue();
        assertThat(table.giveBack(instance, 2, texts(bucket), texts(20))).isTrue();

        assertThat(leased()).isEqualTo(70);
    }

    private static String[] texts(long number) {
        return new String[] {Long.toString(number)};
    }

    @Test
    @Tag("G05")
    void countsOnlyWhatIsHeldInItsPresentNameAfterAnInstanceWasGivenUp() {
        Limit keys = limit(Coverage.each(Scope.KEY), Metric.COST, BUDGET.window(), CAP);
        try (LimitFixture one = new LimitFixture(database, clock)) {
            Slice lost = filled(one, BUDGET);
            LimitFixture.fallSilent(database);
            LimitFixture.giveUp(database);
            one.ledger.settled(new Entry(
                    RequestId.next(clock).value(), Ending.VOIDED, clock.instant(), List.of(lost), Need.NOTHING, false));
            one.ledger.write();
            Slice kept = filled(one, keys);

            one.ledger.settled(new Entry(
                    RequestId.next(clock).value(),
                    Ending.SETTLED,
                    clock.instant(),
                    List.of(lost, kept),
                    used(70),
                    false));
            one.ledger.write();

            assertThat(database.rows("select kind, buckets from ledger_entry where kind in ('late', 'settled')"
                            + " order by kind"))
                    .containsExactly(
                            List.of("late", "{" + lost.bucketId() + "}"),
                            List.of("settled", "{" + kept.bucketId() + "}"));
            kept.settle(100, 70);
        }
        assertSoundAndLeft();
    }

    @Test
    @Tag("G05")
    void writesOffASliceThatIsFilledInANameThatWasGivenUp() {
        try (LimitFixture one = new LimitFixture(database, clock, BUDGET)) {
            Slice lost = filled(one, BUDGET);
            LimitFixture.fallSilent(database);
            LimitFixture.giveUp(database);
            one.hold(one.claim(CALLER, 10, 5)).release();

            one.ledger.fill(lost, 10, 10);

            assertThat(lost.isDead()).isTrue();
            assertThat(lost.reserve(1)).isEqualTo(Slice.TOO_LITTLE);
        }
        assertSoundAndLeft();
    }

    @Test
    @Tag("G11")
    void chargesWhatAVanishedInstanceHeldOnceWhoeverNotices() throws Exception {
        try (LimitFixture gone = new LimitFixture(database, clock, BUDGET)) {
            gone.hold(gone.claim(CALLER, 10, 400_000));
            LimitFixture.fallSilent(database);

            try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    many.execute(() -> LimitFixture.giveUp(database));
                }
            }

            assertThat(database.number("select count(*) from ledger_entry where kind = 'expired'"))
                    .isEqualTo(1);
        }
        assertSoundAndLeft();
    }

    @Test
    @Tag("G11")
    void isNotGivenUpInTheMiddleOfATransaction() {
        LedgerTable table = database.database().attach(LedgerTable.class);
        UUID instance = entered(table);

        database.database().useTransaction(transaction -> {
            transaction.attach(LedgerTable.class).take(ask(instance, 1));
            database.execute("update ledger_instance set expires_at = '-infinity'");
            assertThat(database.number("select ledger_give_up()")).isZero();
        });

        assertThat(table.giveUp()).isEqualTo(1);
        assertThat(table.take(ask(instance, 2))).isEmpty();
        assertSoundAndLeft();
    }

    @Test
    void returnsToTheRightBucketWhenAClockThatRanAheadIsPutRight() {
        Limit rate = limit(Coverage.each(Scope.KEY), Metric.REQUESTS, new Calendar(Unit.DAY, 1, ZoneOffset.UTC), 10);
        try (LimitFixture one = new LimitFixture(database, clock, rate)) {
            useUp(one, 10, 1);
            clock.move(Duration.ofDays(30));
            useUp(one, 10, 1);

            clock.move(Duration.ofDays(-30));

            assertThat(holds(one, 1)).isFalse();
            clock.move(Duration.ofDays(1));
            useUp(one, 10, 1);
            assertThat(holds(one, 1)).isFalse();
        }
        assertSoundAndLeft();
    }

    private static UUID entered(LedgerTable table) {
        UUID instance = UUID.randomUUID();
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        table.turn(today, today);
        table.enter(instance, 600);
        return instance;
    }

    private static void useUp(LimitFixture one, int calls, long amount) {
        for (int i = 0; i < calls; i++) {
            assertThat(holds(one, amount)).as("call %s", i).isTrue();
        }
    }

    private static boolean holds(LimitFixture one, long amount) {
        try {
            one.hold(one.claim(CALLER, 10, amount)).settle(used(amount));
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    /// A slice of which 100 are set aside.
    private Slice filled(LimitFixture one, Limit limit) {
        Account account = new Account(limit, "t", one.ledger, clock.instant());
        account.fill(clock.instant(), 100, 1);
        Slice slice = account.slice(clock.instant());
        assertThat(slice.reserve(100)).isNotNegative();
        return slice;
    }

    private Ask ask(UUID instance, long number) {
        Span bucket = BUDGET.window().bucket(clock.instant());
        return new Ask(
                instance,
                number,
                BUDGET.id().value(),
                "t",
                Metric.COST.word(),
                bucket.start(),
                bucket.end(),
                bucket.start(),
                BigInteger.valueOf(CAP),
                100,
                100);
    }

    private static boolean writes(LimitFixture one) {
        try {
            one.ledger.write();
            return true;
        } catch (RefusedException notYet) {
            return false;
        }
    }

    private DatabaseAddress throughTheNetwork() {
        String url = database.address().url();
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + network.port() + url.substring(url.lastIndexOf('/')),
                database.address().user(),
                database.address().password());
    }

    private void assertSoundAndLeft() {
        assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
        assertThat(database.number("select count(*) from limit_lease")).isZero();
    }

    private void assertNothingExpired() {
        assertThat(database.number("select count(*) from ledger_entry where kind = 'expired'"))
                .isZero();
    }

    private long leased() {
        return database.number("select coalesce(sum(leased), 0) from limit_bucket");
    }

    private static Need used(long picoDollars) {
        return new Need(10, OptionalLong.of(picoDollars));
    }

    private long charged() {
        return database.number("select coalesce(sum(charged), 0) from limit_bucket");
    }

    private static void await(BooleanSupplier condition) {
        Await.until(condition);
    }
}
