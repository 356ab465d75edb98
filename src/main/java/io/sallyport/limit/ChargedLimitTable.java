package io.sallyport.limit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The statement that finds what a call counted in.
interface ChargedLimitTable {

    @SqlQuery("""
            select a.limit_id as limit, a.subject, b.starts_at, b.ends_at,
              ledger_amount(a.metric, e.requests, e.tokens, e.cost_pico_usd) as amount
            from ledger_entry e cross join unnest(e.buckets) as x (id)
              join limit_bucket b on b.id = x.id join limit_account a on a.id = b.account_id
            where e.request_id = :call
            order by a.id, b.starts_at
            """)
    List<Row> of(UUID call);

    /// One bucket of one account.
    record Row(UUID limit, String subject, Instant startsAt, Instant endsAt, BigInteger amount) {}
}
