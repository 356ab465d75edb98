package io.sallyport.usage;

import io.sallyport.database.Database;
import java.util.List;

/// Sums of usage for operators and people: from the sums per hour, never from the calls themselves.
///
/// Threads: safe; every method blocks.
public final class UsageSummary {
    private final Database database;

    public UsageSummary(Database database) {
        this.database = database;
    }

    /// All of it in one row.
    public UsageSums total(UsageQuestion question) {
        return table().sums("''", "", question).getFirst();
    }

    /// By group, dearest first, then busiest.
    public List<UsageSums> by(Grouping grouping, UsageQuestion question) {
        return table().sums(grouping.sql, "group by 1 order by cost_usd desc, calls desc, 1 limit 1000", question);
    }

    /// By hour, oldest first.
    public List<UsageSums> byHour(UsageQuestion question) {
        return table().sums(Grouping.HOUR.sql, "group by 1 order by 1 limit 1000", question);
    }

    private UsageTable table() {
        return database.attach(UsageTable.class);
    }

    /// What the sums are taken over.
    public enum Grouping {
        KEY("key_id"),
        USER("user_id"),
        PRINCIPAL("principal"),
        OPERATION("operation"),
        MODEL("alias"),
        BACKEND("backend"),
        UPSTREAM_MODEL("upstream_model"),
        PROJECT("project_id"),
        HOUR("to_char(hour at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:00:00\"Z\"')");

        private final String sql;

        Grouping(String sql) {
            this.sql = sql;
        }
    }
}
