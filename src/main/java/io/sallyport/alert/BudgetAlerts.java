package io.sallyport.alert;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.alert.Alert.Topic;
import io.sallyport.alert.Standing.Metric;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Money;
import io.sallyport.lang.TimeOrdered;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Warns when a limit fills up or will not last, and tells when it is used up (requirements LI14 to LI17).
public final class BudgetAlerts {
    private final Alerts alerts;
    private final Standings standings;
    private final Supplier<AlertSettings> settings;
    private final Clock clock;

    public BudgetAlerts(Alerts alerts, Standings standings, Supplier<AlertSettings> settings, Clock clock) {
        this.alerts = alerts;
        this.standings = standings;
        this.settings = settings;
        this.clock = clock;
    }

    /// Looks at every limit once.
    void check() {
        for (Standing standing : standings.now()) {
            Optional<AlertLevel> level = standing.level();
            if (level.isPresent()) {
                raise(Kind.LIMIT, standing, level.get(), standing.used());
            } else if (isForetold(standing)) {
                raise(Kind.FORECAST, standing, AlertLevel.WARNING, standing.amount());
            }
        }
    }

    private boolean isForetold(Standing standing) {
        return standing.runsOut().isPresent()
                && settings.get()
                        .forecastAfter()
                        .filter(part -> standing.window().isOver(part, clock.instant()))
                        .isPresent();
    }

    private void raise(Kind kind, Standing standing, AlertLevel level, BigInteger measure) {
        Instant now = clock.instant();
        UUID id = TimeOrdered.uuid(now.toEpochMilli());
        Topic topic = new Topic(kind, standing.limit(), standing.scope() + ":" + standing.subject(), standing.tenant());
        Alert alert = new Alert(
                id,
                now,
                topic,
                level,
                title(kind, standing, level),
                facts(standing),
                JsonCodec.write(LimitMessage.of(id, topic, now, standing, level)));
        Occasion occasion = new Occasion(standing.window().start(), Optional.of(measure));
        alerts.raise(alert, occasion, standing.wishes().over(settings.get().usual()));
    }

    private static String title(Kind kind, Standing standing, AlertLevel level) {
        if (kind == Kind.FORECAST) {
            return "Limit " + standing.name() + " will be used up before its window ends";
        }
        return switch (level) {
            case NOTICE, WARNING -> "Limit " + standing.name() + " is used by " + standing.percent() + " %";
            case EXCEEDED -> "Limit " + standing.name() + " is used up";
        };
    }

    private static Map<String, String> facts(Standing standing) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Limit", standing.name());
        facts.put("Holds for", (standing.scope() + " " + standing.subject()).strip());
        standing.tenant().ifPresent(tenant -> facts.put("Tenant", tenant.value()));
        facts.put("Used", amount(standing, standing.used()));
        facts.put("Of", amount(standing, standing.amount()));
        facts.put("Share", standing.percent() + " %");
        standing.window().start().ifPresent(start -> facts.put("Since", start.toString()));
        standing.runsOut().ifPresent(end -> facts.put("Used up at this pace", end.toString()));
        standing.window().resetsAt().ifPresent(end -> facts.put("Room again at", end.toString()));
        standing.last().keyPrefix().ifPresent(key -> facts.put("Last key", key));
        standing.last().modelAlias().ifPresent(model -> facts.put("Last model", model));
        return facts;
    }

    private static String amount(Standing standing, BigInteger amount) {
        return standing.metric() == Metric.COST
                ? new Money(amount) + " USD"
                : amount + " " + standing.metric().name().toLowerCase(Locale.ROOT);
    }

    /// What a webhook says about a limit.
    ///
    /// @param limitCents amount of a limit on cost, rounded; so is totalCostCents, what is used of it
    /// @param amount decimal text of dollars for a limit on cost, else a whole number
    /// @param runsOutAt when it is used up before its window ends, if use goes on as it does
    private record LimitMessage(
            UUID id,
            String type,
            Optional<String> tenantId,
            AlertLevel level,
            String limitId,
            String limit,
            String scope,
            String subject,
            Metric metric,
            Optional<Long> limitCents,
            Optional<Long> totalCostCents,
            String amount,
            String used,
            boolean warning,
            boolean exceeded,
            Optional<String> apiKeyPrefix,
            Optional<String> modelAlias,
            Optional<Instant> windowStart,
            Optional<Instant> resetsAt,
            Optional<Instant> runsOutAt,
            Instant timestamp) {

        static LimitMessage of(UUID id, Topic topic, Instant now, Standing standing, AlertLevel level) {
            return new LimitMessage(
                    id,
                    topic.kind().name().toLowerCase(Locale.ROOT),
                    standing.tenant().map(Object::toString),
                    level,
                    standing.limit(),
                    standing.name(),
                    standing.scope(),
                    standing.subject(),
                    standing.metric(),
                    cents(standing, standing.amount()),
                    cents(standing, standing.used()),
                    plain(standing, standing.amount()),
                    plain(standing, standing.used()),
                    level == AlertLevel.WARNING,
                    level == AlertLevel.EXCEEDED,
                    standing.last().keyPrefix(),
                    standing.last().modelAlias(),
                    standing.window().start(),
                    standing.window().resetsAt(),
                    standing.runsOut(),
                    now);
        }

        private static Optional<Long> cents(Standing standing, BigInteger amount) {
            return standing.metric() == Metric.COST ? Optional.of(new Money(amount).cents()) : Optional.empty();
        }

        private static String plain(Standing standing, BigInteger amount) {
            return standing.metric() == Metric.COST ? new Money(amount).toString() : amount.toString();
        }
    }
}
