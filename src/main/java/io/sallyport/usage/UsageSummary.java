package io.sallyport.usage;

import io.sallyport.database.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sums of usage for operators and people: from the sums per quarter of an hour, never from the calls
/// themselves.
///
/// Threads: safe; every method blocks.
public final class UsageSummary {
    private static final String SUMS = "usage_sum";
    private static final String SUMS_OF_END_USERS = "usage_end_user_sum";
    private static final String IN_TIME = """
            where slot >= date_bin('15 minutes', cast(:from as timestamptz), timestamptz '2000-01-01 00:00:00Z')
              and slot < :to""";

    private final Database database;

    public UsageSummary(Database database) {
        this.database = database;
    }

    /// All of it in one row.
    public UsageSums total(UsageQuestion question) {
        return table().total(rows(question, List.of()), values(question));
    }

    /// By group, dearest first, then busiest.
    ///
    /// Errors: IllegalArgumentException when end users are asked for together with what their sums do not know.
    ///
    /// @param limit at most so many groups
    public List<UsageSums> by(Dimension dimension, UsageQuestion question, int limit) {
        return table().groups(
                        dimension.sql(),
                        dimension.label(),
                        rows(question, List.of(dimension)),
                        values(question),
                        limit);
    }

    /// One point for each step, also for those in which nothing was used.
    public List<UsagePoint> series(UsageQuestion question, Timeline time) {
        Map<String, UsageSums> found =
                table().buckets(rows(question, List.of()), values(question), time.edges()).stream()
                        .collect(Collectors.toMap(UsageSums::name, Function.identity()));
        List<UsagePoint> points = new ArrayList<>();
        for (int i = 0; i < time.beginnings().size(); i++) {
            points.add(new UsagePoint(
                    time.beginnings().get(i).toInstant(),
                    time.label(i),
                    found.getOrDefault(String.valueOf(i + 1), UsageSums.NONE)));
        }
        return points;
    }

    /// By caller, operation and model, dearest first.
    public List<CallerSums> byCaller(UsageQuestion question) {
        return table().callers(rows(question, List.of(Dimension.OPERATION)), values(question));
    }

    private UsageTable table() {
        return database.attach(UsageTable.class);
    }

    /// The rows a question is about, in SQL; values are bound, never written.
    private static String rows(UsageQuestion question, List<Dimension> groups) {
        List<Dimension> asked = new ArrayList<>(question.only().keySet());
        asked.addAll(question.among().keySet());
        asked.addAll(groups);
        boolean isAboutEndUsers = asked.contains(Dimension.END_USER);
        if (isAboutEndUsers && !asked.stream().allMatch(Dimension::isKnownOfEndUsers)) {
            throw new IllegalArgumentException("End users can be combined with tenants, projects, keys, users, backend"
                    + " profiles and models only.");
        }
        String table = isAboutEndUsers ? SUMS_OF_END_USERS : SUMS;
        Stream<String> only = question.only().keySet().stream()
                .sorted()
                .map(dimension -> " and " + dimension.sql() + " = :" + name(dimension));
        // Indexes leave empty values out, and only what says so can use them.
        Stream<String> among = question.among().keySet().stream()
                .sorted()
                .map(dimension -> " and " + dimension.sql() + " <> '' and " + dimension.sql()
                        + " = any(string_to_array(:some_" + name(dimension) + ", ','))");
        return Stream.concat(only, among).collect(Collectors.joining("", table + "\n" + IN_TIME, "\n"));
    }

    private static Map<String, Object> values(UsageQuestion question) {
        Map<String, Object> values = new HashMap<>(Map.of("from", question.from(), "to", question.to()));
        question.only().forEach((dimension, value) -> values.put(name(dimension), value));
        question.among().forEach((dimension, some) -> values.put("some_" + name(dimension), String.join(",", some)));
        return values;
    }

    private static String name(Dimension dimension) {
        return dimension.name().toLowerCase(Locale.ROOT);
    }
}
