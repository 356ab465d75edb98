package io.sallyport.alert;

import io.sallyport.database.BindRecord;
import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the alert tables.
interface AlertTable {
    String COLUMNS = """
            a.id, a.at, a.kind, a.cause, a.subject, a.tenant_id as tenant, a.level, a.title,
            cast(a.facts as text) as facts, cast(a.payload as text) as payload
            """;

    /// Takes the right to raise an alert; zero when it was raised before, by whomever.
    ///
    /// @param before an alert of that time or older may be repeated, unless nothing was used since
    @SqlUpdate("""
            insert into alert_state as s (kind, cause, subject, window_start, level, at, used)
            values (:kind, :cause, :subject, coalesce(cast(:windowStart as timestamptz), '-infinity'), :level, :at, :measure)
            on conflict (kind, cause, subject) do update
              set window_start = excluded.window_start, level = excluded.level, at = excluded.at, used = excluded.used
              where s.window_start < excluded.window_start
                or (s.level = 'warning' and excluded.level = 'exceeded')
                or (s.at <= :before and (excluded.used is null or excluded.used is distinct from s.used))
            """)
    int claim(@BindRecord Row alert, @BindRecord Occasion occasion, @Bind("before") Instant before);

    /// The window of which something was said last.
    @SqlQuery("select window_start from alert_state where cause = :cause and subject = :subject")
    Optional<Instant> said(@Bind("cause") String cause, @Bind("subject") String subject);

    @SqlUpdate("""
            insert into alert (id, at, kind, cause, subject, tenant_id, level, title, facts, payload)
            values (:id, :at, :kind, :cause, :subject, :tenant, :level, :title, cast(:facts as json),
              cast(:payload as json))
            """)
    void insert(@BindRecord Row alert);

    @SqlUpdate("""
            insert into alert_delivery (alert_id, way, target, due_at)
            select :alert, :way, target, :dueAt from unnest(cast(:targets as text[])) target
            on conflict do nothing
            """)
    void address(
            @Bind("alert") UUID alert,
            @Bind("way") String way,
            @Bind("targets") List<String> targets,
            @Bind("dueAt") Instant dueAt);

    /// Takes deliveries whose time has come, and moves their time on, so that no other instance takes them
    /// meanwhile.
    @SqlQuery("""
            with taken as (
              update alert_delivery d set due_at = :again, attempts = attempts + 1
              from (
                select alert_id, way, target from alert_delivery
                where due_at <= :now order by due_at limit :count for update skip locked
              ) due
              where d.alert_id = due.alert_id and d.way = due.way and d.target = due.target
              returning d.alert_id, d.way, d.target, d.attempts as attempt
            )
            select taken.way, taken.target, taken.attempt,
            """ + COLUMNS + """
            from taken join alert a on a.id = taken.alert_id order by a.id, taken.way, taken.target
            """)
    List<TakenRow> take(@Bind("now") Instant now, @Bind("again") Instant again, @Bind("count") int count);

    /// Says when a delivery is due again; empty when it is over.
    ///
    /// @param attempt which one ended; a later one of another instance keeps its time
    @SqlUpdate("""
            update alert_delivery set due_at = :dueAt
            where alert_id = :alert and way = :way and target = :target and attempts = :attempt
            """)
    void settle(@BindRecord AttemptRow attempt, @Bind("dueAt") Optional<Instant> dueAt);

    @SqlUpdate("""
            insert into alert_event (id, alert_id, at, way, target, attempt, error)
            values (:id, :alert, :at, :way, :target, :attempt, :error)
            """)
    void log(@BindRecord AttemptRow attempt);

    @SqlQuery("select min(due_at) from alert_delivery where due_at is not null")
    Optional<Instant> nextDue();

    /// Alerts with an id below one, newest first.
    @SqlQuery("select " + COLUMNS + """
            from alert a
            where (cast(:below as uuid) is null or a.id < :below)
              and (cast(:kind as text) is null or a.kind = :kind)
              and (cast(:level as text) is null or a.level = :level)
              and (cast(:cause as text) is null or a.cause = :cause)
              and (cast(:tenant as text) is null or a.tenant_id = :tenant)
              and (not :failed or exists (
                select 1 from alert_event e where e.alert_id = a.id and e.error is not null))
            order by a.id desc
            limit :count
            """)
    List<Row> list(@BindRecord Asked asked, @Bind("below") Optional<UUID> below, @Bind("count") int count);

    @SqlQuery("""
            select id, alert_id as alert, at, way, target, attempt, error
            from alert_event where alert_id = any(:alerts) order by id
            """)
    List<AttemptRow> attempts(@Bind("alerts") List<UUID> alerts);

    /// Targets that were not reached yet and will be tried again.
    @SqlQuery("""
            select alert_id as alert, way, target, due_at from alert_delivery
            where alert_id = any(:alerts) and due_at is not null order by due_at, way, target
            """)
    List<PendingRow> pending(@Bind("alerts") List<UUID> alerts);

    /// An alert with its words and JSON as text.
    record Row(
            UUID id,
            Instant at,
            String kind,
            String cause,
            String subject,
            Optional<TenantId> tenant,
            String level,
            String title,
            String facts,
            String payload) {}

    /// A delivery that was taken, with its alert.
    record TakenRow(
            String way,
            String target,
            int attempt,
            UUID id,
            Instant at,
            String kind,
            String cause,
            String subject,
            Optional<TenantId> tenant,
            String level,
            String title,
            String facts,
            String payload) {}

    /// An attempt with its words as text.
    record AttemptRow(
            UUID id, UUID alert, Instant at, String way, String target, int attempt, Optional<String> error) {}

    /// A delivery that waits.
    record PendingRow(UUID alert, String way, String target, Instant dueAt) {}

    /// Which alerts are asked for, in words of the table.
    record Asked(
            Optional<String> kind,
            Optional<String> level,
            Optional<String> cause,
            Optional<TenantId> tenant,
            boolean failed) {}
}
