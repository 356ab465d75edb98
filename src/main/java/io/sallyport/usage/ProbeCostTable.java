package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.time.Instant;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// What probes that cost money have cost, from the table `usage_record`.
public interface ProbeCostTable {

    @SqlQuery("""
            select coalesce(sum(cost_pico_usd), 0) from usage_record where purpose = 'probe' and started_at >= :since
            """)
    Money since(@Bind("since") Instant since);
}
