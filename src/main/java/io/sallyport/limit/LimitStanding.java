package io.sallyport.limit;

import io.sallyport.limit.LimitRules.Action;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// How one subject stands with one limit in the present window, by the books.
///
/// Units: calls, tokens or pico-dollars, as the limit says.
///
/// @param subject whose use it is; empty for everybody's
/// @param used by calls that have ended
/// @param held set aside for running calls, or by instances for the next ones
/// @param since start of what counts
/// @param resets when all that is used now counts no longer
public record LimitStanding(
        Limit limit, String subject, BigInteger used, BigInteger held, Instant since, Instant resets) {

    /// Those first of which the least is left.
    public static final Comparator<LimitStanding> TIGHTEST_FIRST =
            Comparator.comparingLong(LimitStanding::perMille).reversed();

    /// How a subject stands that used nothing.
    static LimitStanding untouched(Limit limit, String subject, Instant now) {
        return new LimitStanding(
                limit,
                subject,
                BigInteger.ZERO,
                BigInteger.ZERO,
                limit.window().since(now),
                limit.window().resets(now));
    }

    /// What may still be used; zero or more.
    public BigInteger left() {
        return limit.amount().subtract(used).max(BigInteger.ZERO);
    }

    /// True when nothing is left until time or an operator gives something back.
    public boolean isExceeded() {
        return left().signum() == 0;
    }

    /// True when calls are refused because nothing is left.
    public boolean isBlocked() {
        return isExceeded() && limit.rules().action() == Action.REFUSE;
    }

    /// Used thousandths of the limit; 1000 or more when it is exceeded.
    public long perMille() {
        BigInteger thousand = BigInteger.valueOf(1000);
        return limit.amount().signum() == 0
                ? thousand.longValueExact()
                : used.multiply(thousand)
                        .divide(limit.amount())
                        .min(BigInteger.TEN.pow(9))
                        .longValueExact();
    }

    /// When it is spent, if use goes on as it did since the window began.
    ///
    /// @return empty when that is after the reset, or when nothing tells how fast it goes
    public Optional<Instant> runsOut(Instant now) {
        BigInteger elapsed = BigInteger.valueOf(Duration.between(since, now).toMillis());
        if (isExceeded() || used.signum() <= 0 || elapsed.signum() <= 0) {
            return Optional.empty();
        }
        BigInteger wait = left().multiply(elapsed).divide(used);
        BigInteger untilReset = BigInteger.valueOf(Duration.between(now, resets).toMillis());
        return wait.compareTo(untilReset) < 0 ? Optional.of(now.plusMillis(wait.longValueExact())) : Optional.empty();
    }

    /// True when so much is used that people are warned.
    public boolean isWarning() {
        return perMille() >= limit.rules().warnAt();
    }
}
