package io.sallyport.limit;

import java.util.OptionalLong;

/// What a call may use at most, or what it used.
///
/// @param tokens read and produced
/// @param picoDollars empty when nobody knows the price
public record Need(long tokens, OptionalLong picoDollars) {
    /// Of a call that used nothing.
    public static final Need NOTHING = new Need(0, OptionalLong.of(0));

    public Need {
        if (tokens < 0 || picoDollars.orElse(0) < 0) {
            throw new IllegalArgumentException("a need is zero or more");
        }
    }

    /// Both together.
    public Need plus(Need other) {
        boolean isPriced = picoDollars.isPresent() && other.picoDollars.isPresent();
        return new Need(
                Math.addExact(tokens, other.tokens),
                isPriced
                        ? OptionalLong.of(Math.addExact(picoDollars.getAsLong(), other.picoDollars.getAsLong()))
                        : OptionalLong.empty());
    }

    /// How much of a metric one call takes.
    long of(Metric metric) {
        return switch (metric) {
            case REQUESTS, PARALLEL -> 1;
            case TOKENS -> tokens;
            case COST -> picoDollars.orElse(0);
        };
    }

    /// What is set aside for it: at least one, so that the account is known to the books whatever the call turns
    /// out to use.
    long reserved(Metric metric) {
        return Math.max(1, of(metric));
    }
}
