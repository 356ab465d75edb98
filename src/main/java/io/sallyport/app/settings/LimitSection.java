package io.sallyport.app.settings;

import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Money;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.LimitRules.Action;
import io.sallyport.limit.LimitRules.Unpriced;
import io.sallyport.limit.LimitSettings;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.Window;
import io.sallyport.limit.WindowText;
import io.sallyport.mail.MailAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Declares `limits`, `budgets` and `rate_limits`, and what tenants are given in `bootstrap`.
final class LimitSection {
    private static final Kind<BigDecimal> AMOUNT = Kind.decimal(12);
    private static final Kind<BigDecimal> SHARE = Kind.decimal(3);
    private static final Kind<Integer> COUNT = Kind.number(1, 2_000_000_000);
    private static final Kind<Duration> COOLDOWN = Kind.duration(Duration.ZERO, Duration.ofDays(366));
    private static final BigDecimal USUAL_BUDGET = new BigDecimal("100");
    private static final BigDecimal USUAL_WARNING = new BigDecimal("0.8");
    private static final int PER_MILLE = 1000;
    private static final int FORBIDDEN = 403;

    private LimitSection() {}

    static LimitSettings read(Section root, DeploymentProfile profile) {
        List<Limit> limits = new ArrayList<>(
                root.sections("limits", "Rates, quotas and budgets, for anybody.", LimitSection::limit));
        limits.addAll(root.section("rate_limits", "Rates that hold without naming anybody.", LimitSection::rates));
        int[] status = new int[1];
        limits.addAll(root.section("budgets", "Money.", budgets -> {
            status[0] = budgets.key("exceeded_status", "Status of a call whose budget is spent: 402, 403 or 429.")
                    .or(Kind.number(402, 429), FORBIDDEN);
            return budgets(budgets, profile);
        }));
        if (status[0] != 402 && status[0] != FORBIDDEN && status[0] != 429) {
            root.problem("budgets.exceeded_status", "must be 402, 403 or 429");
        }
        return new LimitSettings(limits, status[0]);
    }

    private static List<Limit> budgets(Section budgets, DeploymentProfile profile) {
        boolean on = budgets.key("enabled", "Gives each tenant a budget. Default: true in standard, else false.")
                .optional(Kind.SWITCH)
                .orElse(profile == DeploymentProfile.STANDARD);
        BigInteger amount = dollars(budgets.key("default_usd", "The budget of a tenant without one of its own.")
                .or(AMOUNT, USUAL_BUDGET));
        Window window = window(budgets, "window", "month");
        LimitRules rules = rules(budgets);
        return on
                ? List.of(declared("Budget", Coverage.each(Scope.TENANT), Metric.COST, window, amount, rules))
                : List.of();
    }

    private static List<Limit> rates(Section rates) {
        List<Limit> limits = new ArrayList<>();
        Coverage tenant = Coverage.each(Scope.TENANT);
        Coverage key = Coverage.each(Scope.KEY);
        rate(rates, "requests_per_minute", "Calls of one tenant in a minute.", tenant, Metric.REQUESTS)
                .ifPresent(limits::add);
        rate(rates, "tokens_per_minute", "Tokens of one tenant in a minute.", tenant, Metric.TOKENS)
                .ifPresent(limits::add);
        rate(rates, "parallel_requests_tenant", "Calls of one tenant at a time.", tenant, Metric.PARALLEL)
                .ifPresent(limits::add);
        rate(rates, "requests_per_minute_key", "Calls of one key in a minute.", key, Metric.REQUESTS)
                .ifPresent(limits::add);
        rate(rates, "tokens_per_minute_key", "Tokens of one key in a minute.", key, Metric.TOKENS)
                .ifPresent(limits::add);
        rate(rates, "parallel_requests_key", "Calls of one key at a time.", key, Metric.PARALLEL)
                .ifPresent(limits::add);
        return limits;
    }

    /// The rates of one.
    static List<Limit> rates(Section rates, Coverage coverage) {
        List<Limit> limits = new ArrayList<>();
        rate(rates, "requests_per_minute", "Calls in a minute.", coverage, Metric.REQUESTS)
                .ifPresent(limits::add);
        rate(rates, "tokens_per_minute", "Tokens in a minute.", coverage, Metric.TOKENS)
                .ifPresent(limits::add);
        rate(rates, "parallel_requests", "Calls at a time.", coverage, Metric.PARALLEL)
                .ifPresent(limits::add);
        return limits;
    }

    /// The budget of one.
    static Limit budget(Section budget, Coverage coverage) {
        BigInteger amount =
                dollars(budget.key("budget_usd", "The most there may be.").required(AMOUNT));
        Window window = window(budget, "refresh_schedule", "calendar_month");
        return declared("Budget", coverage, Metric.COST, window, amount, rules(budget));
    }

    private static Optional<Limit> rate(Section rates, String name, String doc, Coverage coverage, Metric metric) {
        Window window = metric == Metric.PARALLEL ? Window.Fixed.NOW : Window.Fixed.MINUTE;
        return rates.key(name, doc)
                .optional(COUNT)
                .map(amount -> declared(name, coverage, metric, window, BigInteger.valueOf(amount), LimitRules.USUAL));
    }

    private static Limit limit(Section limit) {
        Metric metric = limit.key("metric", "What is counted; cost in dollars.").required(Kind.choice(Metric.class));
        BigDecimal amount = limit.key("amount", "The most there may be.").required(AMOUNT);
        if (metric != Metric.COST && amount.stripTrailingZeros().scale() > 0) {
            limit.problem("amount", "must be a whole number");
        }
        Window window = window(limit, "window", "month");
        return declared(
                limit.key("name", "What people call it.").required(Kind.TEXT),
                coverage(limit),
                metric,
                metric == Metric.PARALLEL ? Window.Fixed.NOW : window,
                metric == Metric.COST ? dollars(amount) : amount.toBigInteger(),
                rules(limit));
    }

    private static Coverage coverage(Section limit) {
        return new Coverage(
                limit.key("scope", "Whose use is added up.").required(Kind.choice(Scope.class)),
                limit.key("subject", "The one it is for, by id or by name; left out, each has the same limit.")
                        .optional(Kind.TEXT),
                limit.key("backend_profile", "Only calls with keys of this backend profile count.")
                        .optional(Kind.TEXT),
                limit.key("model", "Only calls of this model count.").optional(Kind.TEXT));
    }

    private static LimitRules rules(Section limit) {
        int warnAt = limit.key("warning_threshold", "The part of it at which people are warned.")
                .or(SHARE, USUAL_WARNING)
                .movePointRight(3)
                .intValue();
        if (warnAt < 1 || warnAt > PER_MILLE) {
            limit.problem("warning_threshold", "must be 0.001 to 1");
        }
        return new LimitRules(
                limit.key("action", "refuse: calls over it are refused. warn: they go, and people are told.")
                        .or(Kind.choice(Action.class), Action.REFUSE),
                limit.key("unknown_cost", "What a budget does with calls whose price nobody knows.")
                        .or(Kind.choice(Unpriced.class), Unpriced.ALLOW),
                Math.clamp(warnAt, 1, PER_MILLE),
                limit
                        .key("alert_emails", "Who is written to; left out, those of alerts.")
                        .list(AlertSection.ADDRESS)
                        .stream()
                        .map(MailAddress::value)
                        .toList(),
                limit.key("alert_webhooks", "What is called; left out, those of alerts.")
                        .list(Kind.HTTP_URL),
                limit.key("alert_cooldown", "How long nobody is told again.").optional(COOLDOWN));
    }

    private static Window window(Section limit, String key, String usual) {
        String text = limit.key(key, "minute, day, week, month, or the length of a rolling one such as 24h or 30d.")
                .or(Kind.TEXT, usual);
        int resetDay = limit.key("reset_day", "On which day a month begins.").or(Kind.number(1, 31), 1);
        ZoneId zone = limit.key("time_zone", "Whose days, weeks and months are meant.")
                .or(Settings.ZONE, ZoneOffset.UTC);
        try {
            return WindowText.read(text, resetDay, zone);
        } catch (IllegalArgumentException e) {
            limit.problem(key, String.valueOf(e.getMessage()));
            return Window.Fixed.MINUTE;
        }
    }

    private static Limit declared(
            String name, Coverage coverage, Metric metric, Window window, BigInteger amount, LimitRules rules) {
        LimitId id = LimitId.named("config", name, coverage.toString(), metric.word(), window.toString());
        return new Limit(id, name, coverage, metric, window, amount, rules, Origin.CONFIG);
    }

    private static BigInteger dollars(BigDecimal amount) {
        return Money.ofDollars(amount).picoDollars();
    }
}
