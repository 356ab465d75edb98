package io.sallyport.usage;

import io.sallyport.catalog.Price;
import io.sallyport.inference.TokenUsage;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import java.util.Optional;

/// What one call costs, and beside its tokens why.
///
/// @param price that was pinned for it; empty when unknown
/// @param images how many the provider was asked for
/// @param saved what it would have cost, had its answer not been kept; empty for calls that went to a backend
public record Charge(Cost cost, Optional<Price> price, long images, Optional<Saving> saved) {
    /// Of a call that used nothing anybody knows of.
    public static final Charge UNKNOWN = new Charge(Cost.unknown(), Optional.empty(), 0, Optional.empty());

    /// Of a call for which no model works.
    public static final Charge NOTHING = new Charge(Cost.of(Money.ZERO), Optional.empty(), 0, Optional.empty());

    /// @param images zero or more
    public static Charge of(Optional<TokenUsage> usage, long images, Optional<Price> price) {
        return new Charge(Meter.cost(usage, images, price), price, images, Optional.empty());
    }

    /// Of a call whose answer was kept.
    public static Charge saving(Saving saved) {
        return new Charge(NOTHING.cost(), Optional.empty(), 0, Optional.of(saved));
    }
}
