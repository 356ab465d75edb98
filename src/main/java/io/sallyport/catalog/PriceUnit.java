package io.sallyport.catalog;

import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/// What a price that people write is the price of.
public enum PriceUnit {
    PER_1K(3),
    PER_1M(6);

    /// A token for a whole dollar is a slip of the pen, not a price.
    private static final Money MOST_PER_TOKEN = Money.ofMicroDollars(1_000_000);

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");

    private final int digits;

    PriceUnit(int digits) {
        this.digits = digits;
    }

    /// Reads `per_1k` or `per_1m`.
    public static PriceUnit of(String word) {
        return switch (word) {
            case "per_1k" -> PER_1K;
            case "per_1m" -> PER_1M;
            default -> throw new IllegalArgumentException("must be per_1k or per_1m");
        };
    }

    /// The exact price of one token.
    ///
    /// Errors: IllegalArgumentException for less than zero, more than a dollar, or a fraction of a pico-dollar.
    ///
    /// @param dollars for a thousand or a million tokens
    public Money perToken(BigDecimal dollars) {
        if (dollars.signum() < 0) {
            throw new IllegalArgumentException("must be zero or more");
        }
        if (dollars.precision() - dollars.scale() > 12 || dollars.scale() > 30) {
            throw new IllegalArgumentException("must be an ordinary decimal number of dollars");
        }
        Money token = exact(dollars.movePointLeft(digits));
        if (token.compareTo(MOST_PER_TOKEN) > 0) {
            throw new IllegalArgumentException("must be at most one dollar per token");
        }
        return token;
    }

    /// The price of one thing that is not counted in tokens, such as an image.
    public static Money each(BigDecimal dollars) {
        if (dollars.signum() < 0 || dollars.precision() - dollars.scale() > 6) {
            throw new IllegalArgumentException("must be zero or more and less than a million dollars");
        }
        return exact(dollars);
    }

    /// Reads plain decimal digits with a point; no sign, no exponent, no comma.
    public static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a decimal number such as 0.15");
        }
        return new BigDecimal(text);
    }

    /// Dollars for a million tokens, as people compare prices.
    public static BigDecimal perMillion(Money token) {
        BigDecimal dollars = token.dollars().movePointRight(6).stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    private static Money exact(BigDecimal dollars) {
        try {
            return Money.ofDollars(dollars);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must not be finer than a pico-dollar per token", e);
        }
    }
}
