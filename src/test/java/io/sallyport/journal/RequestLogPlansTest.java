package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.lang.Money;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.sqlobject.customizer.BindMap;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How PostgreSQL goes about finding the calls of a page: by an index, however many calls there are.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("PG2")
@Tag("PG3")
final class RequestLogPlansTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final int PAGE = 51;

    private final TestDatabase database = TestDatabase.migrated();

    /// Ten thousand calls of one day: common words are in most of them, every word that is filtered by is rare.
    @BeforeAll
    void calls() {
        Partitions.keep(database.database(), CLOCK, RetentionSettings.DEFAULT);
        database.execute("""
                insert into request_log (id, started_at, key_id, user_id, backend_profile_id, principal, session_id,
                  method, path, operation, dialect, model, streamed, backend, attempts, status, code, success, total_us,
                  own_us, bytes_in, bytes_out, remote_address)
                select (lpad(to_hex(1795219200000 + n * 4000), 12, '0') || '7' || substr(md5(n::text), 1, 19))::uuid,
                  to_timestamp(1795219200 + n * 4), 'key-' || n % 300, 'user-' || n % 300, 'profile-' || n % 300,
                  'principal-' || n % 300, 'session-' || n % 500,
                  case when n % 500 = 0 then 'DELETE' else 'POST' end,
                  case when n % 500 = 0 then '/v1/rare' else '/v1/chat/completions' end,
                  case when n % 500 = 0 then 'image' else 'chat' end, 'openai',
                  'model-' || n % 300, false, 'backend-' || n % 300, 1,
                  case when n % 500 = 0 then 429 else 200 end, case when n % 500 = 0 then 'rate_limited' else '' end,
                  n % 500 <> 0, 1000, 100, 10, 10, '192.0.2.1'
                from generate_series(1, 10000) n
                """);
        database.execute("""
                insert into usage_record (request_id, started_at, tenant_id, project_id, key_id, user_id, principal,
                  operation, alias, backend, upstream_model, success, total_us, cost_pico_usd)
                select id, started_at, 't', 'p', 'k', 'u', 'p', operation, model, backend, model, success, total_us, 1000000
                from request_log
                """);
        database.execute("analyze request_log");
        database.execute("analyze usage_record");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    @Tag("AU19")
    void readsAnIndex(String name, RequestFilter filter) {
        List<String> plan = plans().page(filter.conditions(), filter.values(), PAGE, 0);

        assertThat(plan).as(name).anyMatch(line -> line.contains("Index")).noneMatch(RequestLogPlansTest::readsAll);
    }

    private static Stream<Arguments> filters() {
        return Stream.of(
                Arguments.of("first page", RequestFilter.ALL),
                Arguments.of(
                        "time", RequestFilter.ALL.from(NOW.minusSeconds(7_300)).to(NOW.minusSeconds(7_200))),
                Arguments.of("key", RequestFilter.ALL.with(Field.KEY, "key-7")),
                Arguments.of("user", RequestFilter.ALL.with(Field.USER, "user-7")),
                Arguments.of("backend profile", RequestFilter.ALL.with(Field.BACKEND_PROFILE, "profile-7")),
                Arguments.of("model", RequestFilter.ALL.with(Field.MODEL, "model-7")),
                Arguments.of("a model nobody asks for", RequestFilter.ALL.with(Field.MODEL, "none")),
                Arguments.of("backend", RequestFilter.ALL.with(Field.BACKEND, "backend-7")),
                Arguments.of("endpoint", RequestFilter.ALL.with(Field.ENDPOINT, "/v1/rare")),
                Arguments.of("common endpoint", RequestFilter.ALL.with(Field.ENDPOINT, "/v1/chat/completions")),
                Arguments.of("operation", RequestFilter.ALL.with(Field.OPERATION, "image")),
                Arguments.of("method", RequestFilter.ALL.with(Field.METHOD, "DELETE")),
                Arguments.of("session", RequestFilter.ALL.with(Field.SESSION, "session-7")),
                Arguments.of("status", RequestFilter.ALL.withStatus(429)),
                Arguments.of("failures", RequestFilter.ALL.failed()));
    }

    /// What asks for one of them again and again must not look through every call to find that there is none.
    @ParameterizedTest(name = "{0}")
    @MethodSource("rarities")
    void findsThatNothingFitsByAnIndexOfItsOwn(RequestFilter filter, String index) {
        List<String> plan = plans().page(filter.conditions(), filter.values(), 1, 0);

        assertThat(plan).anyMatch(line -> line.contains(index)).noneMatch(RequestLogPlansTest::readsAll);
    }

    private static Stream<Arguments> rarities() {
        return Stream.of(
                Arguments.of(RequestFilter.ALL.slowerThan(Duration.ofMinutes(1)), "20261121_total_us_idx"),
                Arguments.of(RequestFilter.ALL.slowerThan(Duration.ofSeconds(1)), "20261121_total_us_idx"),
                Arguments.of(RequestFilter.ALL.dearerThan(Money.ofMicroDollars(10_000)), "20261121_cost_pico_usd_idx"));
    }

    @Test
    @Tag("PG1")
    void timesTheNewestCallsOfEachStep() {
        List<String> plan = plans().speed(NOW.minusSeconds(86_400), 96, 900, 1_000);

        assertThat(plan)
                .anyMatch(line -> line.contains("Limit"))
                .anyMatch(line -> line.contains("request_log_20261121_pkey"))
                .noneMatch(RequestLogPlansTest::readsAll);
    }

    @Test
    void goesOnWhereAPageEnded() {
        UUID last = UUID.fromString("01a1fc80-0000-7000-8000-000000000000");

        List<String> plan = plans().before(RequestFilter.ALL.conditions(), RequestFilter.ALL.values(), last, PAGE);

        assertThat(plan).anyMatch(line -> line.contains("Index")).noneMatch(RequestLogPlansTest::readsAll);
    }

    private PlanTable plans() {
        return database.database().attach(PlanTable.class);
    }

    /// A step that reads the day with the calls from one end to the other.
    private static boolean readsAll(String line) {
        return line.contains("Seq Scan on request_log_20261121");
    }

    /// The very statements of the pages, explained.
    interface PlanTable {
        @SqlQuery("explain (costs off) " + RequestLogTable.PAGE)
        List<String> page(@Define String conditions, @BindMap Map<String, Object> values, int limit, int offset);

        @SqlQuery("explain (costs off) " + RequestLogTable.SPEED)
        List<String> speed(Instant from, int steps, long seconds, int most);

        @SqlQuery("explain (costs off) " + RequestLogTable.PAGE_BEFORE)
        List<String> before(@Define String conditions, @BindMap Map<String, Object> values, UUID before, int limit);
    }
}
