package io.sallyport.guardrail;

import io.sallyport.database.BindRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL of stopped requests and of what is said about them.
interface BlockedTable {

    /// Looks that stopped a request, with an id below one, newest first. Those before it in the same request
    /// only recorded: the one that stops is the last. The log tells whether one did stop it.
    String LIST = """
            select r.id, r.request_id, r.started_at, r.tenant_id, l.project_id, l.key_id, l.user_id, l.model,
              r.name, r.type, r.layer, r.note as kinds, cast(round(r.score * 100) as int) as certainty, r.overridden,
              p.state as report, p.reason, p.reported_by, p.reported_at, p.answer, p.decided_by
            from guardrail_run r
            join request_log l on l.id = r.request_id
            left join guardrail_report p on p.request_id = r.request_id
            where r.result = 'blocked'
              and l.code = 'content_policy_violation'
              and not exists (
                select from guardrail_run later
                where later.request_id = r.request_id and later.result = 'blocked' and later.id > r.id)
              and (cast(:below as bigint) is null or r.id < :below)
              and (cast(:tenant as text) is null or r.tenant_id = :tenant)
              and (cast(:user as text) is null or l.user_id = :user)
              and (cast(:report as text) is null or p.state = :report)
              and (cast(:request as uuid) is null or r.request_id = :request)
            order by r.id desc
            limit :count
            """;

    /// Plans each statement for its values: those of one person are found another way than those of all.
    @SqlUpdate("set local plan_cache_mode to force_custom_plan")
    int planEachTime();

    @SqlQuery(LIST)
    List<BlockedRequest> list(@BindRecord Filter filter);

    /// Which are wanted.
    ///
    /// @param below ids from which on none is
    /// @param report state of a report there must be
    record Filter(
            Optional<Long> below,
            Optional<String> tenant,
            Optional<String> user,
            Optional<String> report,
            Optional<UUID> request,
            int count) {}

    /// Says that a request was stopped without reason; zero when somebody said so before.
    @SqlUpdate("""
            insert into guardrail_report (request_id, tenant_id, reason, reported_by, reported_at, state, answer)
            values (:request, :tenant, :reason, :by, :at, 'open', '')
            on conflict do nothing
            """)
    int report(
            @Bind("request") UUID request,
            @Bind("tenant") String tenant,
            @Bind("reason") String reason,
            @Bind("by") String by,
            @Bind("at") Instant at);

    /// Decides about a report; zero when there is none.
    @SqlUpdate("""
            update guardrail_report set state = :state, answer = :answer, decided_by = :by, decided_at = :at
            where request_id = :request
            """)
    int decide(
            @Bind("request") UUID request,
            @Bind("state") String state,
            @Bind("answer") String answer,
            @Bind("by") String by,
            @Bind("at") Instant at);
}
