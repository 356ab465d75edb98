package io.sallyport.usage;

import io.sallyport.database.BindRecord;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The SQL of summaries; it reads the sums per hour only.
interface UsageTable {
    String SUMS = """
            coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(errors), 0)::bigint as errors,
            coalesce(sum(input_tokens), 0)::bigint as input_tokens,
            coalesce(sum(cached_input_tokens), 0)::bigint as cached_input_tokens,
            coalesce(sum(cache_write_tokens), 0)::bigint as cache_write_tokens,
            coalesce(sum(output_tokens), 0)::bigint as output_tokens,
            coalesce(sum(reasoning_tokens), 0)::bigint as reasoning_tokens,
            coalesce(sum(estimated_calls), 0)::bigint as estimated_calls,
            coalesce(sum(unknown_cost_calls), 0)::bigint as unknown_cost_calls,
            coalesce(sum(cost_pico_usd), 0) as cost_usd,
            coalesce(sum(total_us), 0)::bigint as total_us
            from usage_hourly
            where hour >= date_trunc('hour', cast(:from as timestamptz), 'UTC') and hour < :to
              and (cast(:key as text) is null or key_id = :key)
              and (cast(:user as text) is null or user_id = :user)
              and (cast(:principal as text) is null or principal = :principal)
              and (cast(:alias as text) is null or alias = :alias)
            """;

    @SqlQuery("select <word> as name, " + SUMS + "<grouping>")
    List<UsageSums> sums(@Define String word, @Define String grouping, @BindRecord UsageQuestion question);

    @SqlQuery("select key_id, principal, operation, alias as model, " + SUMS + """
            group by 1, 2, 3, 4 order by cost_usd desc, calls desc, 1, 2, 3, 4 limit 1000
            """)
    List<CallerSums> callers(@BindRecord UsageQuestion question);
}
