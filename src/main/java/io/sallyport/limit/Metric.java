package io.sallyport.limit;

import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

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

    /// As it is written in the configuration, in JSON and in the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// An amount as people and JSON have it: a decimal text, dollars where money is counted.
    public String text(BigInteger amount) {
        return this == COST ? new Money(amount).toString() : amount.toString();
    }

    /// Reads such a text.
    ///
    /// Errors: ArithmeticException or NumberFormatException for a text that is no such amount.
    public BigInteger amount(String text) {
        BigDecimal number = new BigDecimal(text);
        return this == COST ? Money.ofDollars(number).picoDollars() : number.toBigIntegerExact();
    }
}
