package io.sallyport.pipeline;

import io.sallyport.lang.Money;
import io.sallyport.limit.LimitStatus;
import io.sallyport.limit.LimitStatus.Line;
import io.sallyport.transport.HeaderName;
import io.sallyport.web.WebReply;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Tells a client what is left: of its budget, and of its rates in the words OpenAI's clients know.
///
/// Source: requirement DA34; OpenAI's guide on rate limits.
final class LimitHeaders {
    private static final HeaderName BUDGET_LIMIT = HeaderName.of("x-budget-limit-cents");
    private static final HeaderName BUDGET_USED = HeaderName.of("x-budget-total-cents");
    private static final HeaderName BUDGET_LEFT = HeaderName.of("x-budget-remaining-cents");
    private static final HeaderName BUDGET_WARNING = HeaderName.of("x-budget-warning");
    private static final HeaderName BUDGET_EXCEEDED = HeaderName.of("x-budget-exceeded");
    private static final RateNames REQUESTS = RateNames.of("requests");
    private static final RateNames TOKENS = RateNames.of("tokens");

    private LimitHeaders() {}

    /// The names of what is said of one rate.
    private record RateNames(HeaderName limit, HeaderName remaining, HeaderName reset) {
        static RateNames of(String what) {
            return new RateNames(
                    HeaderName.of("x-ratelimit-limit-" + what),
                    HeaderName.of("x-ratelimit-remaining-" + what),
                    HeaderName.of("x-ratelimit-reset-" + what));
        }
    }

    /// @param now the moment from which waiting times count
    static void write(WebReply reply, LimitStatus status, Instant now) {
        status.budget().ifPresent(line -> budget(reply, line));
        status.requests().ifPresent(line -> rate(reply, REQUESTS, line, now));
        status.tokens().ifPresent(line -> rate(reply, TOKENS, line, now));
    }

    private static void budget(WebReply reply, Line line) {
        reply.header(BUDGET_LIMIT, cents(line.limit()))
                .header(BUDGET_USED, cents(line.used()))
                .header(BUDGET_LEFT, cents(line.left()));
        if (line.warning()) {
            reply.header(BUDGET_WARNING, "true");
        }
        if (line.left().signum() == 0) {
            reply.header(BUDGET_EXCEEDED, "true");
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
