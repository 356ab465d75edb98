package io.sallyport.testkit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Usage records for tests, written as the gateway writes them; every column can be replaced.
///
/// `UsedCalls.at("2026-11-21T12:00:00Z").with("key_id", "k2").times(3).in(database)`
public final class UsedCalls {
    private final Instant start;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private int count = 1;

    private UsedCalls(Instant start) {
        this.start = start;
        with("tenant_id", "t1").with("project_id", "p1").with("key_id", "k1").with("user_id", "u1");
        with("principal", "ada").with("operation", "chat").with("alias", "fast").with("backend", "main");
        with("provider_kind", "openai")
                .with("upstream_model", "gpt-4o")
                .with("status", "200")
                .with("success", "true");
        with("input_tokens", "100").with("cached_input_tokens", "20").with("cache_write_tokens", "0");
        with("output_tokens", "50").with("reasoning_tokens", "10").with("source", "reported");
        with("cost_pico_usd", "1000000").with("total_us", "2000000").with("first_token_us", "500000");
    }

    public static UsedCalls at(String start) {
        return new UsedCalls(Instant.parse(start));
    }

    /// Sets a column.
    public UsedCalls with(String column, String value) {
        columns.put(column, value);
        return this;
    }

    /// Leaves a column without a value.
    public UsedCalls without(String column) {
        columns.remove(column);
        return this;
    }

    public UsedCalls times(int calls) {
        count = calls;
        return this;
    }

    public void in(TestDatabase database) {
        LocalDate day = LocalDate.ofInstant(start, ZoneOffset.UTC);
        database.execute("select request_day_open('usage_record', '" + day + "')");
        String values = columns.values().stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        database.execute(
                String.format(Locale.ROOT, """
                insert into usage_record (request_id, started_at, %s)
                select (substr(request_id_floor('%s')::text, 1, 24) || substr(md5(random()::text), 1, 12))::uuid,
                       '%s', %s from generate_series(1, %d)
                """, String.join(", ", columns.keySet()), start, start, values, count));
    }
}
