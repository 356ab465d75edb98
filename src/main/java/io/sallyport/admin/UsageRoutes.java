package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.door.QueryWords;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import io.sallyport.usage.UsageSummary.Grouping;
import io.sallyport.usage.UsageSums;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Sums of usage for operators.
public final class UsageRoutes {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(30);

    private final UsageSummary summary;
    private final Clock clock;

    public UsageRoutes(UsageSummary summary, Clock clock) {
        this.summary = summary;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, "/admin/api/usage", "Sum up usage by group", UsageReport.class, this::report));
    }

    private UsageReport report(JsonCall call) {
        Grouping grouping = call.query("by", word -> Grouping.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Grouping.MODEL);
        UsageQuestion question = question(call, clock);
        return new UsageReport(question.from(), question.to(), summary.total(question), summary.by(grouping, question));
    }

    /// The question that the query parameters of a call ask; the last 30 days when they name no time.
    static UsageQuestion question(JsonCall call, Clock clock) {
        Instant to =
                QueryWords.instant(call, "to").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = QueryWords.instant(call, "from").orElseGet(() -> to.minus(DEFAULT_RANGE));
        return new UsageQuestion(
                from, to, call.query("key"), call.query("user"), call.query("principal"), call.query("model"));
    }

    /// What was used in a time.
    ///
    /// @param total all groups together, also those beyond the first 1000
    record UsageReport(Instant from, Instant to, UsageSums total, List<UsageSums> groups) {}
}
