package io.sallyport.limit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The statements of standings.
interface LimitStandingTable {

    @SqlQuery("""
            select a.limit_id as limit, a.subject, sum(b.charged) as charged, sum(b.leased) as leased
            from unnest(:ids::uuid[], :starts::timestamptz[]) as wanted (id, since)
              join limit_account a on a.limit_id = wanted.id
              join limit_bucket b on b.account_id = a.id and b.starts_at >= wanted.since
            group by a.limit_id, a.subject""")
    List<Row> list(String[] ids, String[] starts);

    /// Of some subjects only; the arrays are as long as each other.
    @SqlQuery("""
            select a.limit_id as limit, a.subject, sum(b.charged) as charged, sum(b.leased) as leased
            from unnest(:ids::uuid[], :subjects::text[], :starts::timestamptz[]) as wanted (id, subject, since)
              join limit_account a on a.limit_id = wanted.id and a.subject = wanted.subject
              join limit_bucket b on b.account_id = a.id and b.starts_at >= wanted.since
            group by a.limit_id, a.subject""")
    List<Row> list(String[] ids, String[] subjects, String[] starts);

    @SqlQuery("select ledger_forgive(:limit, :subject, :since, :actor)")
    BigInteger forgive(UUID limit, String subject, Instant since, String actor);

    /// The use of one limit by one subject.
    record Row(UUID limit, String subject, BigInteger charged, BigInteger leased) {}
}
