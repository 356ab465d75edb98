package io.sallyport.journal;

import java.time.LocalDate;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL that makes and drops days.
interface PartitionTable {

    /// Waits at most this long for the lock on a table; writers must not queue up behind us.
    @SqlUpdate("set local lock_timeout to '2s'")
    int hurry();

    /// One instance at a time, until the end of the transaction.
    @SqlQuery("select 1 from (select pg_advisory_xact_lock(hashtext('sallyport partitions'))) as held")
    int lock();

    @SqlQuery("select 1 from (select request_day_open(:parent, :day)) as done")
    int open(String parent, LocalDate day);

    /// @return how many days were dropped
    @SqlQuery("select request_days_drop(:parent, :firstKept)")
    int dropBefore(String parent, LocalDate firstKept);
}
