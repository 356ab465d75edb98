package io.sallyport.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMap;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The SQL that reads the request log. Usage is joined to the page, never the page to all usage.
interface RequestLogTable {
    String COLUMNS = """
            page.*, u.input_tokens, u.cached_input_tokens, u.cache_write_tokens, u.output_tokens, u.reasoning_tokens,
            u.source as usage_source, u.cost_pico_usd as cost_usd
            """;

    String PAGE = "select " + COLUMNS + """
            from (select * from request_log r where <conditions> order by r.id desc limit :limit offset :offset) page
            left join usage_record u on u.request_id = page.id
            order by page.id desc
            """;

    String PAGE_BEFORE = "select " + COLUMNS + """
            from (select * from request_log r where <conditions> and r.id < :before
                  order by r.id desc limit :limit) page
            left join usage_record u on u.request_id = page.id
            order by page.id desc
            """;

    /// Plans each statement for its values: the best way to a common model is not the best way to a rare one.
    @SqlUpdate("set local plan_cache_mode to force_custom_plan")
    int planEachTime();

    @SqlQuery(PAGE)
    List<RequestRow> page(@Define String conditions, @BindMap Map<String, Object> values, int limit, int offset);

    @SqlQuery(PAGE_BEFORE)
    List<RequestRow> pageBefore(@Define String conditions, @BindMap Map<String, Object> values, UUID before, int limit);

    /// Calls by steps of time; steps without calls are left out.
    @SqlQuery("""
            select cast(floor(extract(epoch from (r.started_at - :from)) / :seconds) as int) as step,
              count(*) as calls, count(*) filter (where not r.success) as failures
            from request_log r where <conditions> group by 1 order by 1
            """)
    List<Bar> bars(@Define String conditions, @BindMap Map<String, Object> values, Instant from, long seconds);

    /// How long calls took: of the newest of each step, so that a busy day costs no more than a quiet one.
    String SPEED = """
            select percentile_disc(0.5) within group (order by r.total_us) as median_us,
              percentile_disc(0.95) within group (order by r.total_us) as slow_us,
              percentile_disc(0.5) within group (order by r.first_byte_us) filter (where r.streamed)
                as first_byte_median_us,
              percentile_disc(0.95) within group (order by r.first_byte_us) filter (where r.streamed)
                as first_byte_slow_us
            from generate_series(0, :steps - 1) step cross join lateral (
              select total_us, first_byte_us, streamed from request_log
              where id >= request_id_floor(cast(:from as timestamptz) + step * :seconds * interval '1 second')
                and id < request_id_floor(cast(:from as timestamptz) + (step + 1) * :seconds * interval '1 second')
              order by id desc limit :most) r
            """;

    @SqlQuery(SPEED)
    CallSpeed speed(Instant from, int steps, long seconds, int most);

    /// Conversations, the one with the newest call first.
    @SqlQuery("""
            select coalesce(r.session_id, r.end_user_chat) as thread, min(r.started_at) as first_at,
              max(r.started_at) as last_at, count(*) as calls, count(*) filter (where not r.success) as failures,
              max(r.principal) as principal, max(r.model) as model
            from request_log r
            where <conditions> and coalesce(r.session_id, r.end_user_chat) is not null
            group by 1 order by last_at desc limit :limit
            """)
    List<CallThread> threads(@Define String conditions, @BindMap Map<String, Object> values, int limit);

    /// Counts up to a limit only; nobody reads a hundred thousand pages.
    @SqlQuery("select count(*) from (select 1 from request_log r where <conditions> limit :most) found")
    int count(@Define String conditions, @BindMap Map<String, Object> values, int most);

    @SqlQuery("select " + COLUMNS + """
            from (select * from request_log where id = :id) page
            left join usage_record u on u.request_id = page.id
            """)
    Optional<RequestRow> byId(UUID id);

    @SqlQuery("select " + COLUMNS + """
            from (select * from request_log where correlation_id = :correlation order by id desc limit 1) page
            left join usage_record u on u.request_id = page.id
            """)
    Optional<RequestRow> newestByCorrelation(String correlation);

    @SqlQuery("select headers::text from request_log where id = :id")
    Optional<String> headers(UUID id);

    @SqlQuery("select decision::text from request_log where id = :id and decision is not null")
    Optional<String> decision(UUID id);

    @SqlQuery("""
            select backend, provider_kind, upstream_model, status, code, millis
            from attempt where request_id = :id order by position
            """)
    List<RequestDetail.Attempt> attempts(UUID id);

    @SqlQuery("""
            select request_body, request_cut, response_body, response_cut from request_content where request_id = :id
            """)
    Optional<RequestDetail.Bodies> bodies(UUID id);

    /// Calls within one step of time.
    ///
    /// @param step counted from zero
    record Bar(int step, long calls, long failures) {}
}
