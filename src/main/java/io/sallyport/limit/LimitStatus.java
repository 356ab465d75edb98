package io.sallyport.limit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the limits of one caller stand: the tightest of each kind, for the headers of answers.
///
/// @param budget of money per window
/// @param requests per minute
/// @param tokens per minute
public record LimitStatus(Optional<Line> budget, Optional<Line> requests, Optional<Line> tokens) {
    /// Without limits.
    public static final LimitStatus NONE = new LimitStatus(Optional.empty(), Optional.empty(), Optional.empty());

    /// One limit.
    ///
    /// @param limit calls, tokens or pico-dollars
    /// @param left zero or more
    /// @param resets when it is whole again
    /// @param warning so much is used that people are warned
    public record Line(BigInteger limit, BigInteger left, Instant resets, boolean warning) {
        /// What is used or set aside.
        public BigInteger used() {
            return limit.subtract(left);
        }
    }

    static LimitStatus of(List<Slice> slices) {
        return slices.isEmpty()
                ? NONE
                : new LimitStatus(
                        tightest(slices, Metric.COST),
                        tightest(slices, Metric.REQUESTS),
                        tightest(slices, Metric.TOKENS));
    }

    /// Asked for every answer, so it goes without streams.
    private static Optional<Line> tightest(List<Slice> slices, Metric metric) {
        boolean kept = metric == Metric.COST;
        Slice tightest = null;
        BigInteger least = BigInteger.ZERO;
        for (Slice slice : slices) {
            Limit limit = slice.account().limit();
            if (limit.metric() == metric && limit.isKept() == kept) {
                BigInteger left = slice.left().min(limit.amount());
                if (tightest == null || left.compareTo(least) < 0) {
                    tightest = slice;
                    least = left;
                }
            }
        }
        return tightest == null ? Optional.empty() : Optional.of(line(tightest, least));
    }

    private static Line line(Slice slice, BigInteger left) {
        Limit limit = slice.account().limit();
        BigInteger used = limit.amount().subtract(left).multiply(BigInteger.valueOf(1000));
        boolean warning = used.compareTo(
                        limit.amount().multiply(BigInteger.valueOf(limit.rules().warnAt())))
                >= 0;
        return new Line(limit.amount(), left, slice.resets(), warning);
    }
}
