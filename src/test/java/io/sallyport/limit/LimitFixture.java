package io.sallyport.limit;

import io.sallyport.counters.MemoryCounters;
import io.sallyport.counters.SharedCounters;
import io.sallyport.database.Database;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.RequestId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// One instance's limits over a test database.
final class LimitFixture implements AutoCloseable {
    final Ledger ledger;
    final Limits limits;
    private final RateSlices rates;
    private final Clock clock;

    LimitFixture(TestDatabase database, Clock clock, Limit... limits) {
        this(database.database(), clock, new MemoryCounters(clock), limits);
    }

    LimitFixture(Database database, Clock clock, SharedCounters counters, Limit... limits) {
        this.clock = clock;
        this.ledger = Ledger.open(database, clock);
        this.rates = RateSlices.open(counters, clock);
        this.limits = new Limits(ledger, rates, () -> LimitSettings.NONE, Runnable::run, clock, _ -> {});
        this.limits.change(new LimitBook(List.of(limits)));
    }

    static Limit limit(Coverage coverage, Metric metric, Window window, long amount) {
        return new Limit(
                LimitId.named(coverage.toString(), metric.word(), window.toString()),
                metric.word() + " of " + coverage.scope().word(),
                coverage,
                metric,
                window,
                BigInteger.valueOf(amount),
                LimitRules.USUAL,
                Origin.OPERATOR);
    }

    static Caller caller(String tenant, String key) {
        return new Caller(
                Caller.Kind.NAMED,
                new TenantId(tenant),
                new ProjectId("p-" + tenant),
                Optional.of(new KeyId(key)),
                key,
                Optional.of(new UserId("u-" + key)),
                Set.of("staff"),
                false,
                AllowList.anything(),
                AllowList.anything(),
                Reach.ANYWHERE);
    }

    Claim claim(Caller caller, long tokens, long picoDollars) {
        return new Claim(
                RequestId.next(clock),
                new Asker(caller, Optional.empty(), "m"),
                new Need(tokens, OptionalLong.of(picoDollars)),
                List.of());
    }

    /// A call of one token.
    Claim claim(Caller caller, Optional<String> endUser) {
        return new Claim(
                RequestId.next(clock), new Asker(caller, endUser, "m"), new Need(1, OptionalLong.of(0)), List.of());
    }

    /// As the road does it.
    Hold hold(Claim claim) {
        return limits.quick(claim).orElseGet(() -> limits.patient(claim));
    }

    /// Nobody hears of the instances there are any more, whatever they say: all of them can be given up.
    static void fallSilent(TestDatabase database) {
        database.execute("""
                create function sallyport.stays_silent() returns trigger language plpgsql as
                $$ begin new.expires_at := '-infinity'; return new; end $$;
                create trigger stays_silent before update on sallyport.ledger_instance
                  for each row when (old.expires_at = '-infinity') execute function sallyport.stays_silent();
                update ledger_instance set expires_at = '-infinity';
                """);
    }

    /// Gives up those of whom nobody hears; waits when somebody else is at it.
    static void giveUp(TestDatabase database) {
        database.rows("select ledger_give_up()");
        Await.until(() -> database.number("select count(*) from ledger_instance"
                        + " where given_up_at is null and expires_at = '-infinity'")
                == 0);
    }

    static HandClock clock() {
        return HandClock.at("2026-11-21T12:00:00Z");
    }

    @Override
    public void close() {
        rates.close();
        ledger.close();
    }
}
