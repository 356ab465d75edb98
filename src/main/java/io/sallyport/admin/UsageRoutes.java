package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.door.QueryWords;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.Step;
import io.sallyport.usage.Timeline;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import io.sallyport.usage.UsageSums;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Sums of usage for operators.
public final class UsageRoutes {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(30);
    private static final Duration MOST_HOURS = Duration.ofDays(180);
    private static final int MOST_GROUPS = 1000;
    private static final String HOURS = "hour";
    private static final Set<Dimension> FILTERS =
            Set.of(Dimension.KEY, Dimension.USER, Dimension.PRINCIPAL, Dimension.MODEL);

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
        UsageQuestion question = question(call, clock);
        String word = call.query("by").orElse("model");
        List<UsageSums> groups = word.equals(HOURS)
                ? hours(question)
                : summary.by(call.query("by", UsageRoutes::dimension).orElse(Dimension.MODEL), question, MOST_GROUPS);
        return new UsageReport(question.from(), question.to(), summary.total(question), groups);
    }

    private static Dimension dimension(String word) {
        return Dimension.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Hours in which something was used, oldest first.
    private List<UsageSums> hours(UsageQuestion question) {
        if (question.from().plus(MOST_HOURS).isBefore(question.to())) {
            throw new BadRequest("period_too_long", "By hour, 180 days can be asked for at most.", "from")
                    .asException();
        }
        Timeline hours = Timeline.of(question.from(), question.to(), Step.HOUR, ZoneOffset.UTC);
        return summary.series(question, hours).stream()
                .filter(point -> point.sums().calls() > 0)
                .map(point -> point.sums().named(point.start().toString()))
                .toList();
    }

    /// The question that the query parameters of a call ask; the last 30 days when they name no time.
    static UsageQuestion question(JsonCall call, Clock clock) {
        Instant to =
                QueryWords.instant(call, "to").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = QueryWords.instant(call, "from").orElseGet(() -> to.minus(DEFAULT_RANGE));
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        FILTERS.forEach(dimension ->
                call.query(dimension.name().toLowerCase(Locale.ROOT)).ifPresent(value -> only.put(dimension, value)));
        return new UsageQuestion(from, to, only);
    }

    /// What was used in a time.
    ///
    /// @param total all groups together, also those beyond the first 1000
    record UsageReport(Instant from, Instant to, UsageSums total, List<UsageSums> groups) {}
}
