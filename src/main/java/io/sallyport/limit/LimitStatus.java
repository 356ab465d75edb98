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

    static LimitStatus of(SliceSet slices) {
        return new LimitStatus(
                tightest(slices.budgets()), tightest(slices.requestRates()), tightest(slices.tokenRates()));
    }

    /// Asked for every answer, so it goes without streams, and without large numbers while small ones do.
    private static Optional<Line> tightest(List<Slice> slices) {
        Slice tightest = null;
        long least = LimitNumbers.FAR;
        for (Slice slice : slices) {
            long left = Math.min(slice.near(), slice.account().numbers().amount());
            if (tightest == null || left < least || (left == LimitNumbers.FAR && isTighter(slice, tightest))) {
                tightest = slice;
                least = left;
            }
        }
        return tightest == null ? Optional.empty() : Optional.of(line(tightest, least));
    }

    private static boolean isTighter(Slice one, Slice other) {
        return exactly(one).compareTo(exactly(other)) < 0;
    }

    private static BigInteger exactly(Slice slice) {
        return slice.left().min(slice.account().limit().amount());
    }

    private static Line line(Slice slice, long left) {
        LimitNumbers numbers = slice.account().numbers();
        BigInteger exactly = left == LimitNumbers.FAR ? exactly(slice) : BigInteger.valueOf(left);
        boolean warning = exactly.compareTo(numbers.warned()) <= 0;
        return new Line(numbers.limit().amount(), exactly, slice.resets(), warning);
    }
}
