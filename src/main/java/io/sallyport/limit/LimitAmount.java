package io.sallyport.limit;

import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Amounts of limits as people and JSON have them: decimal texts, dollars where money is counted.
public final class LimitAmount {
    private LimitAmount() {}

    /// @param amount of the limit, or of its use
    public static String text(Limit limit, BigInteger amount) {
        return limit.metric() == Metric.COST ? new Money(amount).toString() : amount.toString();
    }

    /// Errors: ArithmeticException or NumberFormatException for a text that is no such amount.
    public static BigInteger read(Metric metric, String text) {
        BigDecimal number = new BigDecimal(text);
        return metric == Metric.COST ? Money.ofDollars(number).picoDollars() : number.toBigIntegerExact();
    }
}
