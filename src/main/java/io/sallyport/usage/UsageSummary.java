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

    /// By group, at most 1000 of them: hours oldest first, everything else dearest first, then busiest.
    public List<UsageSums> by(Grouping grouping, UsageQuestion question) {
        String order = grouping == Grouping.HOUR ? "1" : "cost_usd desc, calls desc, 1";
        return table().sums(grouping.sql, "group by 1 order by " + order + " limit 1000", question);
    }

    /// By caller, operation and model, dearest first.
    public List<CallerSums> byCaller(UsageQuestion question) {
        return table().callers(question);
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
