package io.sallyport.pipeline;

import io.sallyport.lang.Money;
import io.sallyport.limit.LimitStatus;
import io.sallyport.limit.LimitStatus.Line;
import io.sallyport.web.WebReply;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Tells a client what is left: of its budget, and of its rates in the words OpenAI's clients know.
///
/// Source: requirement DA34; OpenAI's guide on rate limits.
final class LimitHeaders {
    private static final RateNames REQUESTS = RateNames.of("requests");
    private static final RateNames TOKENS = RateNames.of("tokens");

    private LimitHeaders() {}

    /// The names of what is said of one rate.
    private record RateNames(String limit, String remaining, String reset) {
        static RateNames of(String what) {
            return new RateNames(
                    "x-ratelimit-limit-" + what, "x-ratelimit-remaining-" + what, "x-ratelimit-reset-" + what);
        }
    }

    /// @param now the moment from which waiting times count
    static void write(WebReply reply, LimitStatus status, Instant now) {
        status.budget().ifPresent(line -> budget(reply, line));
        status.requests().ifPresent(line -> rate(reply, REQUESTS, line, now));
        status.tokens().ifPresent(line -> rate(reply, TOKENS, line, now));
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

    private static void rate(WebReply reply, RateNames names, Line line, Instant now) {
        reply.header(names.limit(), number(line.limit()))
                .header(names.remaining(), number(line.left()))
                .header(names.reset(), Math.max(0, now.until(line.resets(), ChronoUnit.SECONDS)) + "s");
    }

    /// Nearly always small, and written several times for every call.
    private static String number(BigInteger number) {
        return number.bitLength() < Long.SIZE ? Long.toString(number.longValue()) : number.toString();
    }

    private static String cents(BigInteger picoDollars) {
        return Long.toString(new Money(picoDollars).cents());
    }
}
