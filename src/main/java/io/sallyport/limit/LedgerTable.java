package io.sallyport.limit;

import io.sallyport.database.BindRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the ledger: accounts, buckets and what instances hold.
interface LedgerTable {

    @SqlUpdate("""
            insert into ledger_instance (id, expires_at)
            values (:id, clock_timestamp() + make_interval(secs => :seconds))""")
    void enter(UUID id, long seconds);

    /// @return 0 when the instance was given up
    @SqlUpdate("""
            update ledger_instance set expires_at = clock_timestamp() + make_interval(secs => :seconds)
            where id = :id and given_up_at is null""")
    int beat(UUID id, long seconds);

    /// Lets the instance be given up at once.
    @SqlUpdate("update ledger_instance set expires_at = '-infinity' where id = :id")
    void leave(UUID id);

    @SqlQuery("select greatest(1, count(*)) from ledger_instance where given_up_at is null and expires_at > now()")
    int instances();

    /// Makes the days around this one, and forgets those before another; one instance after the other, since two
    /// cannot make the same day.
    @SqlQuery("""
            with alone as materialized (select pg_advisory_xact_lock(hashtext('ledger_entry')) as it)
            select count(request_day_open('ledger_entry', cast(:today as date) + shift))
              + (select request_days_drop('ledger_entry', :firstKept))
            from alone cross join generate_series(-1, 3) shift""")
    int turn(LocalDate today, LocalDate firstKept);

    @SqlQuery("select ledger_give_up()")
    int giveUp();

    /// @return empty when the instance was given up
    @SqlQuery("""
            select bucket, granted, room from limit_take(
              :instance, :number, :limit, :subject, :metric, :starts, :ends, :since, :cap, :least, :most)""")
    Optional<Grant> take(@BindRecord Ask ask);

    /// Gives back parts of buckets; what arrived before under its number changes nothing.
    ///
    /// @return false when the instance was given up
    @SqlQuery("select limit_give_back(:instance, :number, :buckets::bigint[], :amounts::numeric[])")
    boolean giveBack(UUID instance, long number, String[] buckets, String[] amounts);

    /// Asks for a slice.
    ///
    /// @param number upwards for each instance; what was answered before is answered the same
    /// @param since start of the oldest bucket that counts
    /// @param cap the limit
    /// @param least what is needed; less is of no use
    /// @param most what is welcome
    record Ask(
            UUID instance,
            long number,
            UUID limit,
            String subject,
            String metric,
            Instant starts,
            Instant ends,
            Instant since,
            BigInteger cap,
            long least,
            long most) {}

    /// A slice of an account.
    ///
    /// @param granted zero when less than what was needed is left
    /// @param room what was left before
    record Grant(long bucket, long granted, BigInteger room) {}
}
