package io.sallyport.limit;

import io.sallyport.limit.LedgerCheck.Fault;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The statements of the check.
interface LedgerCheckTable {

    @SqlQuery("""
            select count(*) as entries, (select count(*) from limit_bucket) as buckets,
              count(*) filter (where overrun) as overruns, count(*) filter (where kind = 'expired') as expired,
              count(*) filter (where kind = 'late') as late
            from ledger_entry""")
    Counts counts();

    @SqlQuery("""
            with written as (
              select b.id, sum(ledger_amount(a.metric, e.requests, e.tokens, e.cost_pico_usd)) as amount
              from ledger_entry e cross join unnest(e.buckets) as x (id)
                join limit_bucket b on b.id = x.id join limit_account a on a.id = b.account_id
              where e.kind <> 'late'
              group by b.id
            ), held as (
              select bucket_id as id, sum(amount) as amount from limit_lease group by bucket_id
            )
            select a.limit_id as limit, a.subject, a.metric, b.starts_at, b.charged::text as charged,
              coalesce(w.amount, 0)::text as written, b.leased::text as leased, coalesce(h.amount, 0)::text as held
            from limit_bucket b join limit_account a on a.id = b.account_id
              left join written w on w.id = b.id left join held h on h.id = b.id
            where b.charged <> coalesce(w.amount, 0) or b.leased <> coalesce(h.amount, 0) or b.leased < 0
            order by a.limit_id, a.subject, b.starts_at""")
    List<Fault> faults();

    /// Numbers of rows.
    record Counts(long entries, long buckets, long overruns, long expired, long late) {}
}
