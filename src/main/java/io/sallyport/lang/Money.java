package io.sallyport.lang;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An exact amount of US dollars.
///
/// Units: pico-dollars (10^-12 USD), because one micro-dollar per million tokens is one pico-dollar per token.
/// Rounding happens only in [#microDollars()] and [#cents()], half even. Sums of one call nearly always fit a
/// long and are reckoned as such; larger ones are as exact.
public record Money(BigInteger picoDollars) implements Comparable<Money> {
    public static final Money ZERO = new Money(BigInteger.ZERO);
    private static final int PICO_DIGITS = 12;
    private static final int MOST_DIGITS = 30;
    private static final long PICO_PER_DOLLAR = 1_000_000_000_000L;
    private static final long PICO_PER_CENT = 10_000_000_000L;
    private static final BigInteger PICO_PER_MICRO = BigInteger.valueOf(1_000_000);

    /// @param microDollars millionths of a dollar
    public static Money ofMicroDollars(long microDollars) {
        return new Money(BigInteger.valueOf(microDollars).multiply(PICO_PER_MICRO));
    }

    /// Reads a decimal number of dollars such as `0.15`.
    ///
    /// Errors: ArithmeticException when it is finer than a pico-dollar, or has more digits than any sum of
    /// money.
    public static Money ofDollars(BigDecimal dollars) {
        // Written with an exponent, a few characters could stand for gigabytes of digits.
        if ((long) dollars.precision() - dollars.scale() > MOST_DIGITS) {
            throw new ArithmeticException("this is more than there is money");
        }
        return new Money(dollars.movePointRight(PICO_DIGITS).toBigIntegerExact());
    }

    public Money plus(Money other) {
        return plus(other, 1);
    }

    /// This and so many times another amount.
    public Money plus(Money each, long count) {
        if (count == 0 || each.isZero()) {
            return this;
        }
        if (fitsLong() && each.fitsLong()) {
            long here = picoDollars.longValue();
            long one = each.picoDollars.longValue();
            long more = one * count;
            long sum = here + more;
            boolean isExact =
                    Math.multiplyHigh(one, count) == more >> (Long.SIZE - 1) && ((here ^ sum) & (more ^ sum)) >= 0;
            if (isExact) {
                return new Money(BigInteger.valueOf(sum));
            }
        }
        return new Money(picoDollars.add(each.picoDollars.multiply(BigInteger.valueOf(count))));
    }

    private boolean fitsLong() {
        return picoDollars.bitLength() < Long.SIZE;
    }

    public Money minus(Money other) {
        return new Money(picoDollars.subtract(other.picoDollars));
    }

    public Money times(long count) {
        return ZERO.plus(this, count);
    }

    /// Exact dollars, for example `0.000450000000`.
    public BigDecimal dollars() {
        return new BigDecimal(picoDollars, PICO_DIGITS);
    }

    /// Millionths of a dollar, rounded half even.
    public long microDollars() {
        return dollars().movePointRight(6).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /// Hundredths of a dollar, rounded half even.
    public long cents() {
        if (fitsLong()) {
            // Asked several times for every call, and nearly always small.
            return halfEven(picoDollars.longValue(), PICO_PER_CENT);
        }
        return dollars().movePointRight(2).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    private static long halfEven(long number, long unit) {
        long whole = Math.floorDiv(number, unit);
        long twice = 2 * Math.floorMod(number, unit);
        return twice > unit || (twice == unit && whole % 2 != 0) ? whole + 1 : whole;
    }

    public boolean isZero() {
        return picoDollars.signum() == 0;
    }

    public boolean isNegative() {
        return picoDollars.signum() < 0;
    }

    @Override
    public int compareTo(Money other) {
        return picoDollars.compareTo(other.picoDollars);
    }

    /// Dollars without trailing zeros, for example `0.00045`.
    @Override
    public String toString() {
        if (isZero()) {
            return "0";
        }
        if (!fitsLong() || picoDollars.longValue() == Long.MIN_VALUE) {
            return dollars().stripTrailingZeros().toPlainString();
        }
        long size = Math.abs(picoDollars.longValue());
        StringBuilder text =
                new StringBuilder(24).append(isNegative() ? "-" : "").append(size / PICO_PER_DOLLAR);
        long rest = size % PICO_PER_DOLLAR;
        text.append(rest == 0 ? "" : ".");
        for (long unit = PICO_PER_DOLLAR / 10; rest != 0; unit /= 10) {
            text.append((char) ('0' + rest / unit));
            rest %= unit;
        }
        return text.toString();
    }
}
