package io.sallyport.pipeline;

import io.sallyport.lang.Money;
import io.sallyport.limit.LimitStatus;
import io.sallyport.limit.LimitStatus.Line;
import io.sallyport.web.WebReply;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/// Tells a client what is left: of its budget, and of its rates in the words OpenAI's clients know.
///
/// Source: requirement DA34; OpenAI's guide on rate limits.
final class LimitHeaders {
    private LimitHeaders() {}

    /// @param now the moment from which waiting times count
    static void write(WebReply reply, LimitStatus status, Instant now) {
        status.budget().ifPresent(line -> budget(reply, line));
        status.requests().ifPresent(line -> rate(reply, "requests", line, now));
        status.tokens().ifPresent(line -> rate(reply, "tokens", line, now));
    }

    private static void budget(WebReply reply, Line line) {
        reply.header("x-budget-limit-cents", cents(line.limit()))
                .header("x-budget-total-cents", cents(line.used()))
                .header("x-budget-remaining-cents", cents(line.left()));
        if (line.warning()) {
            reply.header("x-budget-warning", "true");
        }
        if (line.left().signum() == 0) {
            reply.header("x-budget-exceeded", "true");
        }
    }

    private static void rate(WebReply reply, String what, Line line, Instant now) {
        reply.header("x-ratelimit-limit-" + what, line.limit().toString())
                .header("x-ratelimit-remaining-" + what, line.left().toString())
                .header("x-ratelimit-reset-" + what, wait(Duration.between(now, line.resets())));
    }

    private static String wait(Duration left) {
        return Math.max(0, left.toSeconds()) + "s";
    }

    private static String cents(BigInteger picoDollars) {
        return Long.toString(new Money(picoDollars).cents());
    }
}
