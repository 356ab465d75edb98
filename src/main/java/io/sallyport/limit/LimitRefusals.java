package io.sallyport.limit;

import io.sallyport.lang.Money;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.OverLimit;
import io.sallyport.lang.Refusal.OverLimit.Kind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Says no at a limit: which, whose, how much is left, when it is back, and what to do.
final class LimitRefusals {
    private static final int TOO_MANY = 429;
    private static final Duration SOON = Duration.ofSeconds(1);

    private LimitRefusals() {}

    /// @param amount what the call would have needed
    static Refusal of(Account account, long amount, Instant now, LimitSettings settings) {
        Limit limit = account.limit();
        if (limit.metric() == Metric.PARALLEL) {
            return new OverLimit(
                    TOO_MANY,
                    Kind.RATE,
                    "concurrency_limited",
                    "%s reached: %s calls at the same time. Try again when one of them has ended."
                            .formatted(title(limit), limit.amount()),
                    SOON);
        }
        Slice slice = account.slice(now);
        Instant resets = limit.window().resets(now);
        BigInteger wanted = BigInteger.valueOf(amount);
        boolean tooLarge = wanted.compareTo(limit.amount()) > 0;
        String advice = tooLarge
                ? "This call alone may use " + text(limit, wanted) + "; ask for less output or send a shorter prompt."
                : "It is back " + moment(resets) + ". " + advice(limit);
        String size = limit.metric() == Metric.REQUESTS ? "" : ", and this call may use up to " + text(limit, wanted);
        String message = "%s reached: %s left of %s%s. %s"
                .formatted(title(limit), text(limit, slice.left()), text(limit, limit.amount()), size, advice);
        int status = limit.metric() == Metric.COST ? settings.exceededStatus() : TOO_MANY;
        Duration wait = tooLarge ? Duration.ZERO : SOON.plus(Duration.between(now, resets));
        return new OverLimit(status, kind(limit), code(limit), message, wait);
    }

    private static Kind kind(Limit limit) {
        if (limit.metric() == Metric.COST) {
            return Kind.BUDGET;
        }
        return limit.isKept() ? Kind.QUOTA : Kind.RATE;
    }

    private static String code(Limit limit) {
        return switch (kind(limit)) {
            case BUDGET -> "budget_exceeded";
            case QUOTA -> "quota_exceeded";
            case RATE -> limit.metric() == Metric.TOKENS ? "tokens_limited" : "rate_limited";
        };
    }

    static String title(Limit limit) {
        String whose = limit.coverage().scope() == Scope.GLOBAL
                ? "everybody"
                : "the " + limit.coverage().scope().word().replace('_', ' ');
        return "Limit '" + limit.name() + "' of " + whose;
    }

    private static String advice(Limit limit) {
        return limit.isKept() ? "Ask whoever runs this gateway if you need more." : "Slow down, then try again.";
    }

    private static String moment(Instant resets) {
        return "at " + resets.truncatedTo(ChronoUnit.SECONDS);
    }

    static String text(Limit limit, BigInteger amount) {
        return limit.metric() == Metric.COST
                ? "$" + new Money(amount)
                : amount + " " + limit.metric().word();
    }
}
