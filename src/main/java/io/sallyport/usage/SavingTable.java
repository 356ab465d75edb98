package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.time.Instant;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// What kept answers saved, from the table `usage_record`.
public interface SavingTable {

    @SqlQuery("""
            select count(*) as calls, coalesce(sum(saved_tokens), 0) as tokens,
              coalesce(sum(saved_pico_usd), 0) as usd
            from usage_record where started_at >= :since and saved_tokens is not null
            """)
    Saved since(@Bind("since") Instant since);

    /// What some calls would have used.
    record Saved(long calls, long tokens, Money usd) {}
}
