package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import io.sallyport.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was summed up per hour before is still there afterwards, in more detail where the calls are kept.
final class UsageMigrationTest {
    private static final int BEFORE = 11;
    private static final String SUMS = "select slot at time zone 'UTC', key_id, provider_kind, status_class, calls,"
            + " cost_pico_usd, streamed_calls from usage_sum order by 1, 2";
    private static final String TOTAL = "select sum(calls), sum(errors), sum(input_tokens), sum(cost_pico_usd) from ";

    private final TestDatabase database = TestDatabase.empty();
    private final Migrations migrations = new Migrations(database.address(), MigrationFiles.shipped());

    @BeforeEach
    void fillTheOldSums() {
        migrations.upTo(BEFORE);
        database.execute("select request_day_open('request_log', '2026-11-21'),"
                + " request_day_open('usage_record', '2026-11-21')");
        call("2026-11-21T12:20:00Z", "k1");
        call("2026-11-21T12:50:00Z", "k1");
        call("2026-11-21T13:05:00Z", "k2");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesDetailsFromCallsThatAreKept() {
        migrations.up();

        assertThat(database.rows(SUMS))
                .extracting(row -> String.join(" ", row))
                .containsExactly(
                        "2026-11-21 12:15:00 k1 openai 2 1 7 1",
                        "2026-11-21 12:45:00 k1 openai 2 1 7 1",
                        "2026-11-21 13:00:00 k2 openai 2 1 7 1");
    }

    @Test
    void keepsTheSumsOfHoursWhoseCallsAreGone() {
        database.execute("delete from usage_record where started_at = '2026-11-21T12:20:00Z'");

        migrations.up();

        assertThat(database.rows(SUMS))
                .extracting(row -> String.join(" ", row))
                .containsExactly("2026-11-21 12:00:00 k1  0 2 14 0", "2026-11-21 13:00:00 k2 openai 2 1 7 1");
    }

    @Test
    void goesBackWithoutALoss() {
        String before = database.rows(TOTAL + "usage_hourly").toString();

        migrations.up();
        String after = database.rows(TOTAL + "usage_sum").toString();
        migrations.downTo(BEFORE);

        assertThat(after).isEqualTo(before);
        assertThat(database.rows(TOTAL + "usage_hourly").toString()).isEqualTo(before);
        assertThat(database.rows("select calls from usage_hourly order by hour"))
                .hasToString("[[2], [1]]");
    }

    private void call(String start, String key) {
        database.execute("""
                insert into request_log (id, started_at, key_id, method, path, operation, dialect, model, streamed,
                  provider_kind, attempts, status, code, success, total_us, first_byte_us, own_us, bytes_in, bytes_out,
                  remote_address)
                values (request_id_floor('%1$s'), '%1$s', '%2$s', 'POST', '/', 'chat', 'openai', 'm', true, 'openai',
                  1, 200, '', true, 900, 300, 80, 10, 20, '')
                """.formatted(start, key));
        database.execute("""
                insert into usage_record (request_id, started_at, tenant_id, project_id, key_id, user_id, principal,
                  operation, alias, backend, upstream_model, success, input_tokens, cached_input_tokens,
                  cache_write_tokens, output_tokens, reasoning_tokens, source, cost_pico_usd, total_us)
                values (request_id_floor('%1$s'), '%1$s', 't', 'p', '%2$s', '', 'ada', 'chat', 'm', 'b', 'u', true, 7,
                  0, 0, 3, 0, 'reported', 7, 900)
                """.formatted(start, key));
    }
}
