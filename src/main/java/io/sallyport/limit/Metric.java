package io.sallyport.limit;

import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a limit counts.
public enum Metric {
    /// Calls.
    REQUESTS,
    /// Tokens, read and produced.
    TOKENS,
    /// Money, in pico-dollars.
    COST,
    /// Calls that run at the same time.
    PARALLEL;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]+)?");

    /// As it is written in the configuration, in JSON and in the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// An amount as people and JSON have it: a decimal text, dollars where money is counted.
    public String text(BigInteger amount) {
        return this == COST ? new Money(amount).toString() : amount.toString();
    }

    /// Reads such a text; a million millions and more is no amount.
    ///
    /// Errors: ArithmeticException or NumberFormatException for a text that is no such amount.
    public BigInteger amount(String text) {
        // Written with an exponent, a few characters could stand for gigabytes of digits.
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException("no amount");
        }
        BigDecimal number = new BigDecimal(text);
        return this == COST ? Money.ofDollars(number).picoDollars() : number.toBigIntegerExact();
    }
}
