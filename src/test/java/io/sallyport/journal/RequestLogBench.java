package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long operators wait for a page of a large request log. Not part of the usual run:
/// `./sallyport test -Dtest=RequestLogBench`, with `-Dbench.rows=100000` for a short one.
final class RequestLogBench {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLogBench.class);
    private static final long ROWS = Long.getLong("bench.rows", 10_000_000);
    private static final int DAYS = 30;
    private static final int ROUNDS = 5;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Test
    @Tag("AU17")
    void listsAndFiltersTenMillionCallsInLessThanASecond() {
        try (TestDatabase database = TestDatabase.migrated()) {
            load(database);
            Map<String, Duration> slowest = new LinkedHashMap<>();
            RequestLog log = new RequestLog(database.database());
            assertThat(log.find("warms up the program")).isEmpty();
            filters().forEach((name, filter) -> slowest.put(name, slowest(() -> log.newest(filter, 50))));
            RequestLog.Page first = log.newest(RequestFilter.ALL, 50);
            slowest.put(
                    "next page",
                    slowest(() -> log.before(RequestFilter.ALL, first.next().orElseThrow(), 50)));
            slowest.put("numbered page 40 with count", slowest(() -> log.numbered(RequestFilter.ALL, 40, 25)));
            slowest.put(
                    "one call",
                    slowest(() -> log.find(first.rows().getFirst().id().toString())));
            UsageSummary summary = new UsageSummary(database.database());
            UsageQuestion month = UsageQuestion.between(NOW.minus(Duration.ofDays(DAYS)), NOW);
            slowest.put("usage by key, 30 days", slowest(() -> summary.by(Dimension.KEY, month, 1000)));
            slowest.forEach((name, time) -> LOG.warn("{} rows, {}: {} ms", ROWS, name, time.toNanos() / 1e6));

            List<String> tooSlow = new ArrayList<>();
            slowest.forEach((name, time) -> {
                if (time.compareTo(LIMIT) > 0) {
                    tooSlow.add(name);
                }
            });
            assertThat(tooSlow).isEmpty();
        }
    }

    private static Map<String, RequestFilter> filters() {
        Map<String, RequestFilter> filters = new LinkedHashMap<>();
        filters.put("first page", RequestFilter.ALL);
        filters.put(
                "one hour two weeks ago",
                RequestFilter.ALL
                        .from(NOW.minus(Duration.ofDays(14)))
                        .to(NOW.minus(Duration.ofDays(14)).plusSeconds(3600)));
        filters.put("busy key", RequestFilter.ALL.with(Field.KEY, "key-290"));
        filters.put("quiet key", RequestFilter.ALL.with(Field.KEY, "key-1"));
        filters.put("unknown key", RequestFilter.ALL.with(Field.KEY, "nobody"));
        filters.put("user", RequestFilter.ALL.with(Field.USER, "user-77"));
        filters.put("common model", RequestFilter.ALL.with(Field.MODEL, "model-7"));
        filters.put("rare model", RequestFilter.ALL.with(Field.MODEL, "rare"));
        filters.put("backend", RequestFilter.ALL.with(Field.BACKEND, "backend-3"));
        filters.put("unknown backend", RequestFilter.ALL.with(Field.BACKEND, "none"));
        filters.put("common endpoint", RequestFilter.ALL.with(Field.ENDPOINT, "/v1/chat/completions"));
        filters.put("rare endpoint", RequestFilter.ALL.with(Field.ENDPOINT, "/v1/images/generations"));
        filters.put("rare operation", RequestFilter.ALL.with(Field.OPERATION, "image"));
        filters.put("unknown operation", RequestFilter.ALL.with(Field.OPERATION, "video"));
        filters.put("session", RequestFilter.ALL.with(Field.SESSION, "session-1000"));
        filters.put("method POST", RequestFilter.ALL.with(Field.METHOD, "POST"));
        filters.put("method DELETE", RequestFilter.ALL.with(Field.METHOD, "DELETE"));
        filters.put("method nobody used", RequestFilter.ALL.with(Field.METHOD, "PATCH"));
        filters.put("status 200", RequestFilter.ALL.withStatus(200));
        filters.put("status 418", RequestFilter.ALL.withStatus(418));
        filters.put("failed", RequestFilter.ALL.failed());
        filters.put("succeeded", RequestFilter.ALL.succeeded());
        filters.put(
                "key, model and failed",
                RequestFilter.ALL
                        .with(Field.KEY, "key-290")
                        .with(Field.MODEL, "model-7")
                        .failed());
        filters.put(
                "rare model of a quiet key",
                RequestFilter.ALL.with(Field.KEY, "key-1").with(Field.MODEL, "rare"));
        return filters;
    }

    /// The indexes of the filters are built at the end, which takes a tenth of the time; one in ten calls has usage.
    private static void load(TestDatabase database) {
        IndexTable indexes = database.database().attach(IndexTable.class);
        List<IndexTable.Index> filters = indexes.ofFilters();
        filters.forEach(index -> database.execute("drop index " + index.name()));
        long perDay = ROWS / DAYS;
        Instant midnight = Instant.parse("2026-11-21T00:00:00Z");
        for (int day = 0; day < DAYS; day++) {
            Instant start = midnight.minus(Duration.ofDays(DAYS - 1L - day));
            Partitions.keep(
                    database.database(),
                    Clock.fixed(start, ZoneOffset.UTC),
                    new RetentionSettings(400, 400, 400, false));
            database.execute(oneDay(start, day * perDay + 1, perDay));
            database.execute(itsUsage(start, start.plus(Duration.ofDays(1))));
        }
        filters.forEach(index -> database.execute(index.definition().replace(" ON ONLY ", " ON ")));
        database.execute("analyze");
    }

    /// One day of calls: few keys make most of them, some words are rare, three of a hundred fail.
    private static String oneDay(Instant start, long first, long count) {
        return String.format(Locale.ROOT, """
            insert into request_log (id, started_at, tenant_id, project_id, key_id, user_id, principal_kind, principal,
              session_id, method, path, operation, dialect, model, streamed, backend, provider_kind, upstream_model,
              upstream_status, attempts, status, code, success, total_us, first_byte_us, own_us, bytes_in, bytes_out,
              remote_address, user_agent)
            select (lpad(to_hex(ms), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
              to_timestamp(ms / 1000.0), 'default', 'default', 'key-' || key,
              'user-' || key, 'named', 'principal-' || key,
              case when n %% 4 = 0 then 'session-' || n / 40 end,
              case when n %% 5000 = 0 then 'DELETE' when n %% 50 = 0 then 'GET' else 'POST' end,
              case when n %% 20 = 0 then '/v1/embeddings' when n %% 7000 = 0 then '/v1/images/generations'
                else '/v1/chat/completions' end,
              case when n %% 20 = 0 then 'embedding' when n %% 7000 = 0 then 'image' else 'chat' end, 'openai',
              case when n %% 100000 = 0 then 'rare' else 'model-' || model end, n %% 2 = 0,
              'backend-' || model %% 8, 'openai', 'upstream-' || model, 200, 1,
              case when n %% 40 = 0 then 429 when n %% 200 = 1 then 502 when n %% 90001 = 0 then 418 else 200 end,
              case when n %% 40 = 0 then 'rate_limited' when n %% 200 = 1 then 'upstream_error'
                when n %% 90001 = 0 then 'teapot' else '' end,
              not (n %% 40 = 0 or n %% 200 = 1 or n %% 90001 = 0),
              1000000, 200000, 150, 2000, 4000, '192.0.2.1', 'OpenAI/Python 2.1.0'
            from (select n, md5(n::text) as hash, (sqrt(n %% 90000))::int as key,
                    ((sqrt(n %% 90000))::int + n %% 3) %% 30 as model,
                    %1$d + ((n - %2$d) * 86400000.0 / %3$d)::bigint as ms
                  from generate_series(%2$d::bigint, %2$d + %3$d - 1) n) calls
            """, start.toEpochMilli(), first, count);
    }

    private static String itsUsage(Instant from, Instant to) {
        return String.format(Locale.ROOT, """
            insert into usage_record (request_id, started_at, tenant_id, project_id, key_id, user_id, principal,
              operation, alias, backend, upstream_model, success, input_tokens, cached_input_tokens,
              cache_write_tokens, output_tokens, reasoning_tokens, source, cost_pico_usd, total_us)
            select id, started_at, tenant_id, project_id, key_id, user_id, principal, operation, model, backend,
              upstream_model, success, 500, 100, 0, 250, 50, 'reported', 4500000000, total_us
            from request_log where id >= request_id_floor('%s') and id < request_id_floor('%s')
              and abs(hashtext(id::text)) %% 10 = 0
            """, from, to);
    }

    /// The slowest round of several, the first and coldest one included.
    private static Duration slowest(Runnable query) {
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            query.run();
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            slowest = time.compareTo(slowest) > 0 ? time : slowest;
        }
        return slowest;
    }

    /// The indexes of the request log besides its primary key.
    interface IndexTable {
        @SqlQuery("""
                select indexname as name, indexdef as definition from pg_indexes
                where tablename = 'request_log' and indexname not like '%pkey'
                """)
        List<Index> ofFilters();

        record Index(String name, String definition) {}
    }
}
