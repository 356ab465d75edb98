package io.sallyport.limit;

import java.math.BigInteger;

/// A limit, and what follows from it for every call that counts in it.
///
/// @param amount of the limit; [#FAR] when it is that or more
/// @param part what all instances together hold without need
/// @param warned with so much left, or less, people are warned
record LimitNumbers(Limit limit, long amount, long part, BigInteger warned) {
    /// As far as quick numbers reach; what is there or beyond is known exactly as a [BigInteger] only.
    static final long FAR = Long.MAX_VALUE;

    /// A hundredth of the limit is held at most without need.
    private static final BigInteger PARTS = BigInteger.valueOf(100);

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE / 4);
    private static final int WHOLE = 1000;

    static LimitNumbers of(Limit limit) {
        BigInteger amount = limit.amount();
        return new LimitNumbers(
                limit,
                near(amount),
                amount.divide(PARTS).min(LARGEST).longValueExact(),
                amount.multiply(BigInteger.valueOf(WHOLE - limit.rules().warnAt()))
                        .divide(BigInteger.valueOf(WHOLE)));
    }

    /// A number that is zero or more as a quick one.
    ///
    /// @return [#FAR] when it is that or more
    static long near(BigInteger number) {
        return number.bitLength() < Long.SIZE ? number.longValue() : FAR;
    }
}
