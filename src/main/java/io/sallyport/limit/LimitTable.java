package io.sallyport.limit;

import io.sallyport.database.BindRecord;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitRules.Action;
import io.sallyport.limit.LimitRules.Unpriced;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/// The statements of the table `limit_rule`.
interface LimitTable {

    String COLUMNS = """
            select id, name, scope, subject, backend_profile_id as profile, model, metric, window_kind as window,
              reset_day, time_zone as zone, amount, action, unpriced, warn_at, mails, webhooks, cooldown_seconds, origin
            from limit_rule
            """;

    @SqlQuery(COLUMNS + "order by name, id")
    List<LimitRow> list();

    @SqlQuery(COLUMNS + "where id = :id")
    Optional<LimitRow> find(@Bind("id") UUID id);

    @SqlUpdate("""
            insert into limit_rule (id, name, scope, subject, backend_profile_id, model, metric, window_kind, reset_day,
              time_zone, amount, action, unpriced, warn_at, mails, webhooks, cooldown_seconds, origin, created_at, updated_at)
            values (:id, :name, :scope, :subject, :profile, :model, :metric, :window, :resetDay, :zone, :amount, :action,
              :unpriced, :warnAt, :mails, :webhooks, :cooldownSeconds, :origin, :at, :at)
            """)
    void insert(@BindRecord LimitRow row, @Bind("at") Instant at);

    /// Changes what may change; whose use it adds up and in which window stays.
    @SqlUpdate("""
            update limit_rule set name = :name, amount = :amount, action = :action, unpriced = :unpriced,
              warn_at = :warnAt, mails = :mails, webhooks = :webhooks, cooldown_seconds = :cooldownSeconds,
              updated_at = :at
            where id = :id
            """)
    int update(@BindRecord LimitRow row, @Bind("at") Instant at);

    @SqlUpdate("delete from limit_rule where id = :id")
    int delete(@Bind("id") UUID id);

    /// A limit as it is stored.
    record LimitRow(
            UUID id,
            String name,
            String scope,
            Optional<String> subject,
            Optional<String> profile,
            Optional<String> model,
            String metric,
            String window,
            int resetDay,
            String zone,
            BigInteger amount,
            String action,
            String unpriced,
            int warnAt,
            List<String> mails,
            List<String> webhooks,
            Optional<Long> cooldownSeconds,
            String origin) {

        static LimitRow of(Limit limit) {
            Coverage coverage = limit.coverage();
            LimitRules rules = limit.rules();
            return new LimitRow(
                    limit.id().value(),
                    limit.name(),
                    coverage.scope().word(),
                    coverage.subject(),
                    coverage.profile(),
                    coverage.model(),
                    limit.metric().word(),
                    WindowText.of(limit.window()),
                    WindowText.resetDay(limit.window()),
                    WindowText.zone(limit.window()).getId(),
                    limit.amount(),
                    word(rules.action()),
                    word(rules.unpriced()),
                    rules.warnAt(),
                    rules.mails(),
                    rules.webhooks().stream().map(URI::toString).toList(),
                    rules.cooldown().map(Duration::toSeconds),
                    limit.origin().word());
        }

        Limit toLimit() {
            Metric counted = Metric.valueOf(metric.toUpperCase(Locale.ROOT));
            return new Limit(
                    new LimitId(id),
                    name,
                    new Coverage(Scope.valueOf(scope.toUpperCase(Locale.ROOT)), subject, profile, model),
                    counted,
                    counted == Metric.PARALLEL ? Window.Fixed.NOW : WindowText.read(window, resetDay, ZoneId.of(zone)),
                    amount,
                    new LimitRules(
                            Action.valueOf(action.toUpperCase(Locale.ROOT)),
                            Unpriced.valueOf(unpriced.toUpperCase(Locale.ROOT)),
                            warnAt,
                            mails,
                            webhooks.stream().map(URI::create).toList(),
                            cooldownSeconds.map(Duration::ofSeconds)),
                    Origin.valueOf(origin.toUpperCase(Locale.ROOT)));
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }
}
