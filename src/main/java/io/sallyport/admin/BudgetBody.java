package io.sallyport.admin;

import io.sallyport.lang.Money;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Window;
import io.sallyport.limit.WindowText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The budget of a tenant as the older gateway has it.
///
/// @param budgetUsd dollars
/// @param window `calendar_month`, `weekly`, or a length such as `rolling_30d`; the month when it is absent
/// @param warningThreshold the part of it at which people are warned, 0.8 when it is absent
/// @param alertCooldownSeconds how long nobody is told again
record BudgetBody(
        BigDecimal budgetUsd,
        Optional<String> window,
        Optional<BigDecimal> warningThreshold,
        Optional<List<String>> alertEmails,
        Optional<List<URI>> alertWebhooks,
        Optional<Long> alertCooldownSeconds) {
    private static final int PER_MILLE = 3;

    /// @param before the window it has now
    Limit toLimit(LimitId id, Coverage coverage, Optional<Window> before) {
        try {
            return new Limit(
                    id,
                    "Budget",
                    coverage,
                    Metric.COST,
                    readWindow(before),
                    Money.ofDollars(budgetUsd).picoDollars(),
                    rules(),
                    Origin.OPERATOR);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
        }
    }

    /// A window in the same words keeps its first day and its time zone.
    private Window readWindow(Optional<Window> before) {
        Window wanted = WindowText.read(window.orElse("month"), 1, ZoneOffset.UTC);
        return before.filter(known -> window.isEmpty() || WindowText.of(known).equals(WindowText.of(wanted)))
                .orElse(wanted);
    }

    private LimitRules rules() {
        LimitRules usual = LimitRules.USUAL;
        return new LimitRules(
                usual.action(),
                usual.unpriced(),
                warningThreshold
                        .map(part -> part.movePointRight(PER_MILLE).intValue())
                        .orElse(usual.warnAt()),
                alertEmails.orElse(List.of()),
                alertWebhooks.orElse(List.of()),
                alertCooldownSeconds.map(Duration::ofSeconds));
    }

    static BudgetBody of(Limit limit) {
        LimitRules rules = limit.rules();
        return new BudgetBody(
                new BigDecimal(limit.metric().text(limit.amount())),
                Optional.of(WindowText.of(limit.window())),
                Optional.of(BigDecimal.valueOf(rules.warnAt(), PER_MILLE).stripTrailingZeros()),
                Optional.of(rules.mails()),
                Optional.of(rules.webhooks()),
                rules.cooldown().map(Duration::toSeconds));
    }
}
