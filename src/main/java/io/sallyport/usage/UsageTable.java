package io.sallyport.usage;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.sqlobject.customizer.BindMap;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// The SQL of reports; it reads the sums per quarter of an hour only. What is defined comes from [Dimension] and never
/// from a client.
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
            coalesce(sum(total_us), 0)::bigint as total_us,
            coalesce(sum(streamed_calls), 0)::bigint as streamed_calls,
            coalesce(sum(first_token_us), 0)::bigint as first_token_us,
            coalesce(sum(streamed_tokens), 0)::bigint as streamed_tokens,
            coalesce(sum(streaming_us), 0)::bigint as streaming_us
            from <rows>
            """;

    @SqlQuery("select '' as name, null as label, " + SUMS)
    UsageSums total(@Define String rows, @BindMap Map<String, Object> values);

    @SqlQuery("select g.*, <label> as label from (select <word> as name, " + SUMS + """
            group by 1 order by cost_usd desc, calls desc, 1 limit :limit) g
            order by cost_usd desc, calls desc, name
            """)
    List<UsageSums> groups(
            @Define String word,
            @Define String label,
            @Define String rows,
            @BindMap Map<String, Object> values,
            int limit);

    /// The name of a row is the number of its bucket, counted from one; those without usage are left out.
    ///
    /// @param edges beginnings of the buckets
    @SqlQuery("select width_bucket(slot, cast(:edges as timestamptz[]))::text as name, null as label, " + SUMS
            + "group by 1")
    List<UsageSums> buckets(@Define String rows, @BindMap Map<String, Object> values, List<String> edges);

    @SqlQuery("select key_id, principal, operation, alias as model, " + SUMS + """
            group by 1, 2, 3, 4 order by cost_usd desc, calls desc, 1, 2, 3, 4 limit 1000
            """)
    List<CallerSums> callers(@Define String rows, @BindMap Map<String, Object> values);
}
