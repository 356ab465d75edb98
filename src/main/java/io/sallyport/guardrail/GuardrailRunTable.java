package io.sallyport.guardrail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL that reads `guardrail_run`.
public interface GuardrailRunTable {

    /// Runs with an id below one, newest first.
    @SqlQuery("""
            select id, request_id, started_at, tenant_id, name, type, layer, priority, micros, result,
              cast(round(score * 100) as int) as certainty, note, overridden
            from guardrail_run
            where (cast(:below as bigint) is null or id < :below)
              and (cast(:name as text) is null or name = :name)
              and (cast(:layer as text) is null or layer = :layer)
              and (cast(:result as text) is null or result = :result)
              and (cast(:request as uuid) is null or request_id = :request)
            order by id desc
            limit :count
            """)
    List<RunRow> list(
            @Bind("below") Optional<Long> below,
            @Bind("name") Optional<String> name,
            @Bind("layer") Optional<String> layer,
            @Bind("result") Optional<String> result,
            @Bind("request") Optional<UUID> request,
            @Bind("count") int count);

    /// What each guardrail did since a moment, by name and layer.
    @SqlQuery("""
            select name, layer, count(*) as runs,
              count(*) filter (where result = 'passed') as passed,
              count(*) filter (where result = 'replaced') as replaced,
              count(*) filter (where result = 'blocked') as blocked,
              count(*) filter (where result = 'failed') as failed,
              count(*) filter (where result = 'not_scanned') as not_scanned,
              count(*) filter (where overridden) as overridden,
              coalesce(round(avg(micros) filter (where result <> 'not_scanned')), 0) as mean_micros,
              coalesce(max(micros), 0) as most_micros
            from guardrail_run
            where started_at >= :since
            group by name, layer
            order by layer, name
            """)
    List<RunSum> sums(@Bind("since") Instant since);

    /// Forgets runs that are older than a moment.
    @SqlUpdate("""
            delete from guardrail_run where id in (
              select id from guardrail_run where started_at < :before order by started_at limit :most
              for update skip locked)
            """)
    int sweep(@Bind("before") Instant before, @Bind("most") int most);

    /// One look of a guardrail at a call.
    ///
    /// @param certainty how sure it was, in percent
    record RunRow(
            long id,
            UUID requestId,
            Instant startedAt,
            String tenantId,
            String name,
            String type,
            String layer,
            int priority,
            long micros,
            String result,
            int certainty,
            String note,
            boolean overridden) {}

    /// What one guardrail did.
    record RunSum(
            String name,
            String layer,
            long runs,
            long passed,
            long replaced,
            long blocked,
            long failed,
            long notScanned,
            long overridden,
            long meanMicros,
            long mostMicros) {}
}
