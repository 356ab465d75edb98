package io.sallyport.usage;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of what providers say.
interface ProviderBillTable {

    /// @return 0 when the file is there already
    @SqlUpdate("""
            insert into usage_import (id, digest, format, file_name, imported_at, imported_by)
            values (:id, :digest, :form, :fileName, :now, :by)
            on conflict (digest) do nothing
            """)
    int open(UUID id, @BindRecord ProviderBills.Origin origin, String form, Instant now);

    @SqlBatch("""
            insert into provider_usage
              (import_id, provider_kind, day, model, calls, prompt_tokens, output_tokens, cost_pico_usd)
            values (:id, :provider, :day, :model, :calls, :promptTokens, :outputTokens, :cost)
            """)
    int[] days(UUID id, String provider, @BindRecord List<ProviderDay> days);

    @SqlBatch("insert into usage_import_problem (import_id, line, problem, text) values (:id, :line, :problem, :text)")
    int[] problems(UUID id, @BindRecord List<ProviderExport.Problem> problems);

    @SqlQuery("""
            select i.id, i.format as form, i.file_name, i.imported_at, i.imported_by, min(p.day) as first_day,
                   max(p.day) as last_day,
                   (select count(*) from usage_import_problem where import_id = i.id) as problems
            from usage_import i left join provider_usage p on p.import_id = i.id
            group by i.id order by i.imported_at desc, i.id desc limit 100
            """)
    List<ProviderBills.Import> imports();

    /// Names with and without a date at their end are one model: providers write the first, clients often the second.
    @SqlQuery("""
            with said as (
              select p.*, rank() over (
                partition by p.provider_kind, p.day, i.format order by i.imported_at desc, i.id desc) as age
              from provider_usage p join usage_import i on i.id = p.import_id
              where p.day between :first and :last
            ), theirs as (
              select day, provider_kind as provider, regexp_replace(model, '-\\d{4}-?\\d{2}-?\\d{2}$', '') as model,
                     sum(calls)::bigint as calls, sum(prompt_tokens)::bigint as prompt,
                     sum(output_tokens)::bigint as output, sum(cost_pico_usd) as cost
              from said where age = 1 group by 1, 2, 3
            ), ours as (
              select (slot at time zone 'UTC')::date as day, provider_kind as provider,
                     regexp_replace(upstream_model, '-\\d{4}-?\\d{2}-?\\d{2}$', '') as model,
                     sum(calls - errors)::bigint as calls,
                     sum(input_tokens + cached_input_tokens + cache_write_tokens)::bigint as prompt,
                     sum(output_tokens)::bigint as output, sum(cost_pico_usd) as cost,
                     sum(unknown_cost_calls)::bigint as unknown
              from usage_sum
              where slot >= :from and slot < :to
                and (provider_kind, (slot at time zone 'UTC')::date) in (select provider, day from theirs)
              group by 1, 2, 3
            )
            select day, provider, model, theirs.calls as their_calls, coalesce(ours.calls, 0) as our_calls,
                   theirs.prompt as their_prompt_tokens, coalesce(ours.prompt, 0) as our_prompt_tokens,
                   theirs.output as their_output_tokens, coalesce(ours.output, 0) as our_output_tokens,
                   theirs.cost as their_cost, coalesce(ours.cost, 0) as our_cost,
                   coalesce(ours.unknown, 0) as our_unknown_calls
            from theirs full join ours using (day, provider, model)
            order by 1, 2, 3 limit 10000
            """)
    List<ProviderBills.Drift> drift(LocalDate first, LocalDate last, Instant from, Instant to);
}
