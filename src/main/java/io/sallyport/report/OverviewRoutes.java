package io.sallyport.report;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.journal.CallSpeed;
import io.sallyport.journal.CallTimeline;
import io.sallyport.journal.CallTimeline.Bar;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestLog;
import io.sallyport.telemetry.Reading;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// The whole place at a glance, for operators: what was called in the last hour or day, by whom, how fast, and
/// what waits now.
public final class OverviewRoutes {
    private static final int MOST_GROUPS = 8;

    private final UsageSummary usage;
    private final RequestLog log;
    private final Supplier<List<Reading>> readings;
    private final Clock clock;
    private final Glance<Traffic> hour;
    private final Glance<Traffic> day;

    /// @param readings the metrics of now
    public OverviewRoutes(UsageSummary usage, RequestLog log, Supplier<List<Reading>> readings, Clock clock) {
        this.usage = usage;
        this.log = log;
        this.readings = readings;
        this.clock = clock;
        this.hour = new Glance<>(Duration.ofHours(1), this::look, clock);
        this.day = new Glance<>(Duration.ofDays(1), this::look, clock);
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.get(
                OPERATE,
                "/admin/api/overview",
                "Show traffic, cost, errors and speed of the last hour or day, and what waits now",
                Overview.class,
                this::overview));
    }

    private Overview overview(JsonCall call) {
        Traffic seen = call.query("period", this::glance).orElse(hour).look();
        return new Overview(
                seen.from(),
                seen.to(),
                seen.total(),
                seen.speed(),
                seen.calls().stepSeconds(),
                seen.calls().bars(),
                seen.models(),
                seen.backends(),
                seen.tenants(),
                Vitals.of(readings.get()));
    }

    private Glance<Traffic> glance(String word) {
        return switch (word) {
            case "1h" -> hour;
            case "24h" -> day;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private Traffic look(Duration time) {
        Instant now = clock.instant();
        // The call that ended a moment ago is to be seen.
        Instant to = now.plusSeconds(1);
        Instant from = now.minus(time);
        UsageQuestion question = UsageQuestion.between(from, to);
        CallTimeline.Span span = CallTimeline.Span.of(from, to);
        return new Traffic(
                from,
                to,
                UsageFigures.of(usage.total(question)),
                log.speed(span),
                log.timeline(RequestFilter.ALL, span),
                by(Dimension.MODEL, question),
                by(Dimension.BACKEND, question),
                by(Dimension.TENANT, question));
    }

    private List<UsageFigures> by(Dimension dimension, UsageQuestion question) {
        return usage.by(dimension, question, MOST_GROUPS).stream()
                .map(UsageFigures::of)
                .toList();
    }

    /// What was called in a time.
    record Traffic(
            Instant from,
            Instant to,
            UsageFigures total,
            CallSpeed speed,
            CallTimeline calls,
            List<UsageFigures> models,
            List<UsageFigures> backends,
            List<UsageFigures> tenants) {}

    /// The whole place at a glance.
    ///
    /// @param total of calls by proven callers; the whole quarter of an hour in which the time begins counts
    /// @param speed by the newest calls of each step
    /// @param bars all calls of the time, step by step
    /// @param models the eight dearest, as all groups
    record Overview(
            Instant from,
            Instant to,
            UsageFigures total,
            CallSpeed speed,
            long stepSeconds,
            List<Bar> bars,
            List<UsageFigures> models,
            List<UsageFigures> backends,
            List<UsageFigures> tenants,
            Vitals now) {}
}
