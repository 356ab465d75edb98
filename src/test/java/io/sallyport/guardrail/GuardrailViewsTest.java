package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What SQL tells of guardrails under the names of the gateway with a dashboard.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AU20")
final class GuardrailViewsTest {
    private final TestDatabase database = TestDatabase.migrated();

    @BeforeAll
    void runs() {
        database.execute("""
                insert into guardrail_run (request_id, started_at, tenant_id, name, type, layer, priority, micros, result,
                  score, note, overridden)
                select gen_random_uuid(), timestamptz '2026-11-22 10:00:00+00', 't', 'pii', 'pii', 'input', 10, micros,
                  result, 0, note, result = 'replaced'
                from (values (1000, 'passed', ''), (2000, 'replaced', 'email 1'), (3000, 'blocked', 'iban 1'),
                  (4000, 'failed', 'no answer'), (0, 'not_scanned', '1 unreadable')) run (micros, result, note)
                """);
    }

    @AfterAll
    void closes() {
        database.close();
    }

    @Test
    @Tag("GU11")
    void tellsEachLookWithItsEnd() {
        assertThat(database.rows("""
                        select guardrail_name, layer, priority, extract(milliseconds from end_time - start_time)::int,
                          passed, coalesce(error, ''), metadata ->> 'found', response_overridden
                        from guardrail_metrics where duration_ms in (2, 4) order by id
                        """))
                .containsExactly(
                        List.of("pii", "input", "10", "2", "t", "", "email 1", "t"),
                        List.of("pii", "input", "10", "4", "f", "no answer", "", "f"));
    }

    @Test
    void sumsUpHowAGuardrailDoes() {
        assertThat(database.rows("""
                        select total_executions, passed_count, failed_count, error_count, pass_rate, avg_duration_ms,
                          round(p50_duration_ms), round(p95_duration_ms)
                        from guardrail_performance_summary
                        """)).containsExactly(List.of("4", "2", "2", "1", "50.00", "2.500", "2", "4"));
    }
}
