package io.sallyport.catalog;

import io.sallyport.lang.Money;
import java.util.Optional;

/// What an upstream model costs.
///
/// Units: the price of one token or one image. A micro-dollar per million tokens is a pico-dollar per token.
///
/// @param input tokens read and not cached
/// @param output tokens produced
/// @param cachedInput tokens read from the provider's cache; empty means the input price
/// @param cacheWrite tokens written to the provider's cache; empty means the input price
/// @param image one image; empty when unknown
public record Price(
        Money input, Money output, Optional<Money> cachedInput, Optional<Money> cacheWrite, Optional<Money> image) {

    public Price {
        if (input.isNegative() || output.isNegative()) {
            throw new IllegalArgumentException("a price is zero or more");
        }
    }
}
