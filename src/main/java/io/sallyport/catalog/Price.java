package io.sallyport.catalog;

import io.sallyport.lang.Money;
import java.util.Optional;
import java.util.stream.Stream;

/// What an upstream model costs.
///
/// Units: the price of one token or one image. A micro-dollar per million tokens is a pico-dollar per token.
///
/// @param input tokens read and not cached
/// @param output tokens produced
/// @param cachedInput tokens read from the provider's cache; empty means the input price
/// @param cacheWrite tokens written to the provider's cache; empty means the input price
/// @param image one image; empty when unknown
/// @param longContext the other prices of a call with a long prompt; empty when the price is the same for every
///     length
public record Price(
        Money input,
        Money output,
        Optional<Money> cachedInput,
        Optional<Money> cacheWrite,
        Optional<Money> image,
        Optional<LongContext> longContext) {

    /// The prices of a whole call as soon as its prompt is longer than a limit.
    ///
    /// @param above tokens of the prompt, cached ones included, up to which the ordinary price holds
    /// @param price of every token of such a call
    public record LongContext(long above, Price price) {
        public LongContext {
            if (above < 1 || price.longContext().isPresent()) {
                throw new IllegalArgumentException("a long context starts above one token and has one price");
            }
        }
    }

    public Price {
        if (Stream.concat(
                        Stream.of(input, output),
                        Stream.of(cachedInput, cacheWrite, image).flatMap(Optional::stream))
                .anyMatch(Money::isNegative)) {
            throw new IllegalArgumentException("a price is zero or more");
        }
    }

    /// A price that does not depend on the length of the prompt.
    public Price(
            Money input, Money output, Optional<Money> cachedInput, Optional<Money> cacheWrite, Optional<Money> image) {
        this(input, output, cachedInput, cacheWrite, image, Optional.empty());
    }

    /// The price that holds for a prompt of this many tokens.
    public Price forPrompt(long tokens) {
        return longContext
                .filter(limit -> tokens > limit.above())
                .map(LongContext::price)
                .orElse(this);
    }

    /// True when nothing costs anything, as on a machine of one's own.
    public boolean isFree() {
        return input.isZero()
                && output.isZero()
                && Stream.of(cachedInput, cacheWrite, image)
                        .flatMap(Optional::stream)
                        .allMatch(Money::isZero)
                && longContext.map(limit -> limit.price().isFree()).orElse(true);
    }
}
