package io.sallyport.alert;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.alert.Alert.Topic;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Money;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.UsageQuestion;
import io.sallyport.usage.UsageSummary;
import io.sallyport.usage.UsageSums;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Tells what was spent in the day, week or month that is over (requirement US14).
///
/// Each is told once, also when it was over before anybody asked for it.
public final class SpendSummaries {
    /// Usage is written behind the calls.
    private static final Duration LATE_ROWS = Duration.ofMinutes(5);

    private static final int DEAREST = 5;

    private final Alerts alerts;
    private final UsageSummary usage;
    private final Supplier<AlertSettings> settings;
    private final Supplier<ZoneId> zone;
    private final Clock clock;

    /// @param zone in which days begin
    public SpendSummaries(
            Alerts alerts, UsageSummary usage, Supplier<AlertSettings> settings, Supplier<ZoneId> zone, Clock clock) {
        this.alerts = alerts;
        this.usage = usage;
        this.settings = settings;
        this.zone = zone;
        this.clock = clock;
    }

    /// Days that are over.
    ///
    /// @param to the day after the last one
    private record Period(LocalDate from, LocalDate to, ZoneId zone) {
        UsageQuestion question() {
            return UsageQuestion.between(start(), to.atStartOfDay(zone).toInstant());
        }

        Instant start() {
            return from.atStartOfDay(zone).toInstant();
        }

        String text() {
            LocalDate last = to.minusDays(1);
            return last.equals(from) ? from.toString() : from + " to " + last;
        }
    }

    /// Tells what is over and was not told yet.
    void check() {
        SummaryRhythm rhythm = settings.get().summaries();
        if (rhythm == SummaryRhythm.NEVER) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant().minus(LATE_ROWS), zone.get());
        LocalDate end = rhythm.begin(today);
        Period period = new Period(rhythm.begin(end.minusDays(1)), end, zone.get());
        // What was used never changes here, so that a summary is never repeated.
        Occasion occasion = new Occasion(Optional.of(period.start()), Optional.of(BigInteger.ZERO));
        if (alerts.isNew("spend", AlertRows.word(rhythm), period.start())) {
            alerts.raise(alert(rhythm, period), occasion, settings.get().usual());
        }
    }

    private Alert alert(SummaryRhythm rhythm, Period period) {
        UsageSums total = usage.total(period.question());
        List<UsageSums> models = usage.by(Dimension.MODEL, period.question(), DEAREST);
        List<UsageSums> tenants = usage.by(Dimension.TENANT, period.question(), DEAREST);
        Instant now = clock.instant();
        UUID id = TimeOrdered.uuid(now.toEpochMilli());
        return new Alert(
                id,
                now,
                new Topic(Kind.SUMMARY, "spend", AlertRows.word(rhythm), Optional.empty()),
                AlertLevel.NOTICE,
                "Spent from " + period.text() + ": " + total.costUsd() + " USD",
                facts(total, models, tenants),
                JsonCodec.write(new SummaryMessage(
                        id,
                        "summary",
                        AlertLevel.NOTICE,
                        period.from().toString(),
                        period.to().minusDays(1).toString(),
                        Spent.of(total),
                        models.stream().map(Spent::of).toList(),
                        tenants.stream().map(Spent::of).toList(),
                        now)));
    }

    private static Map<String, String> facts(UsageSums total, List<UsageSums> models, List<UsageSums> tenants) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Spent", total.costUsd() + " USD");
        facts.put("Calls", total.calls() + ", " + total.errors() + " failed");
        facts.put("Tokens", read(total) + " read, " + total.outputTokens() + " written");
        if (total.unknownCostCalls() > 0) {
            facts.put("Cost unknown", "of " + total.unknownCostCalls() + " calls; it is not in the sum");
        }
        models.forEach(model -> facts.put("Model " + model.name(), model.costUsd() + " USD"));
        tenants.forEach(
                tenant -> facts.put("Tenant " + tenant.label().orElse(tenant.name()), tenant.costUsd() + " USD"));
        return facts;
    }

    private static long read(UsageSums sums) {
        return sums.inputTokens() + sums.cachedInputTokens() + sums.cacheWriteTokens();
    }

    /// What a webhook says about what was spent.
    ///
    /// @param from first day
    /// @param to last day
    private record SummaryMessage(
            UUID id,
            String type,
            AlertLevel level,
            String from,
            String to,
            Spent total,
            List<Spent> models,
            List<Spent> tenants,
            Instant timestamp) {}

    /// What one group spent.
    ///
    /// @param name empty for all together
    private record Spent(String name, Money costUsd, long calls, long errors, long inputTokens, long outputTokens) {
        static Spent of(UsageSums sums) {
            return new Spent(sums.name(), sums.costUsd(), sums.calls(), sums.errors(), read(sums), sums.outputTokens());
        }
    }
}
