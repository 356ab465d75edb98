package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.BindRecord;
import io.sallyport.guardrail.BlockedTable.Filter;
import io.sallyport.testkit.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// How PostgreSQL goes about finding stopped requests: never by reading every call or every look.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("GU20")
final class BlockedPlansTest {
    private final TestDatabase database = TestDatabase.migrated();

    /// Twenty thousand calls with a look each, of which one in two hundred was stopped.
    @BeforeAll
    void calls() {
        database.execute("select request_day_open('request_log', date '2026-11-21')");
        database.execute("""
                insert into request_log (id, started_at, tenant_id, user_id, method, path, operation, dialect, model,
                  streamed, attempts, status, code, success, total_us, own_us, bytes_in, bytes_out, remote_address)
                select (lpad(to_hex(1795219200000 + n * 4000), 12, '0') || '7' || substr(md5(n::text), 1, 19))::uuid,
                  to_timestamp(1795219200 + n * 4), 'tenant-' || n % 40, 'user-' || n % 400, 'POST',
                  '/v1/chat/completions', 'chat', 'openai', 'm', false, 1,
                  case when n % 200 = 0 then 403 else 200 end,
                  case when n % 200 = 0 then 'content_policy_violation' else '' end, n % 200 <> 0, 1000, 100, 10, 10,
                  '192.0.2.1'
                from generate_series(1, 20000) n
                """);
        database.execute("""
                insert into guardrail_run (request_id, started_at, tenant_id, name, type, layer, priority, micros, result,
                  score, note, overridden)
                select id, started_at, tenant_id, 'pii', 'pii', 'input', 1, 10,
                  case when success then 'passed' else 'blocked' end, 0, '', false
                from request_log order by id
                """);
        database.execute("analyze request_log");
        database.execute("analyze guardrail_run");
        database.execute("analyze guardrail_report");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void findsThoseOfAllByTheIndexOfStoppedOnes() {
        assertThat(plan(Optional.empty(), Optional.empty()))
                .anyMatch(line -> line.contains("guardrail_run_blocked"))
                .noneMatch(BlockedPlansTest::readsAll);
    }

    @Test
    void findsThoseOfATenant() {
        assertThat(plan(Optional.of("tenant-7"), Optional.empty())).noneMatch(BlockedPlansTest::readsAll);
    }

    @Test
    void findsThoseOfAPersonByTheirCalls() {
        assertThat(plan(Optional.empty(), Optional.of("user-7")))
                .anyMatch(line -> line.contains("user_id_id_idx") || line.contains("guardrail_run_blocked"))
                .noneMatch(BlockedPlansTest::readsAll);
    }

    private List<String> plan(Optional<String> tenant, Optional<String> user) {
        Filter filter = new Filter(Optional.empty(), tenant, user, Optional.empty(), Optional.empty(), 51);
        return database.database().inTransaction(transaction -> {
            transaction.attach(BlockedTable.class).planEachTime();
            return transaction.attach(PlanTable.class).list(filter);
        });
    }

    private static boolean readsAll(String line) {
        return line.contains("Seq Scan on request_log") || line.contains("Seq Scan on guardrail_run");
    }

    /// The very statement of the list, explained.
    interface PlanTable {
        @SqlQuery("explain (costs off) " + BlockedTable.LIST)
        List<String> list(@BindRecord Filter filter);
    }
}
