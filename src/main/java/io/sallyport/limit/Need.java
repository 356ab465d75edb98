package io.sallyport.limit;

import java.util.Optional;

/// What a call may use at most, or what it used.
///
/// @param tokens read and produced
/// @param picoDollars empty when nobody knows the price
public record Need(long tokens, Optional<Long> picoDollars) {
    /// Of a call that used nothing.
    public static final Need NOTHING = new Need(0, Optional.of(0L));

    public Need {
        if (tokens < 0 || picoDollars.filter(cost -> cost < 0).isPresent()) {
            throw new IllegalArgumentException("a need is zero or more");
        }
    }

    /// Both together.
    public Need plus(Need other) {
        return new Need(
                Math.addExact(tokens, other.tokens),
                picoDollars.flatMap(cost -> other.picoDollars.map(more -> Math.addExact(cost, more))));
    }

    /// How much of a metric one call takes.
    long of(Metric metric) {
        return switch (metric) {
            case REQUESTS, PARALLEL -> 1;
            case TOKENS -> tokens;
            case COST -> picoDollars.orElse(0L);
        };
    }
}
