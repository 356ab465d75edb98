package io.sallyport.usage;

import io.sallyport.catalog.Price;
import io.sallyport.inference.TokenUsage;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import java.util.Optional;

/// What was used, times its price: exact, each token in one class only.
public final class Meter {

    private Meter() {}

    /// The cost of tokens; unknown when either the tokens or the price are.
    public static Cost cost(Optional<TokenUsage> usage, Optional<Price> price) {
        return cost(usage, 0, price);
    }

    /// The cost of tokens and images.
    ///
    /// Images without an image price are paid by their tokens, so without a count of tokens their cost is
    /// unknown.
    ///
    /// @param images how many the provider made, zero or more
    public static Cost cost(Optional<TokenUsage> usage, long images, Optional<Price> price) {
        if (price.isEmpty()) {
            return Cost.unknown();
        }
        if (price.get().isFree()) {
            return Cost.of(Money.ZERO);
        }
        Optional<Money> tokens = usage.map(used -> ofTokens(used, price.get()));
        Optional<Money> pictures =
                images == 0 ? Optional.empty() : price.get().image().map(image -> image.times(images));
        if (tokens.isEmpty() && pictures.isEmpty()) {
            return Cost.unknown();
        }
        return Cost.of(tokens.orElse(Money.ZERO).plus(pictures.orElse(Money.ZERO)));
    }

    private static Money ofTokens(TokenUsage usage, Price listed) {
        Price price = listed.forPrompt(usage.prompt());
        return Money.ZERO
                .plus(price.input(), usage.input())
                .plus(price.cachedInput().orElse(price.input()), usage.cachedInput())
                .plus(price.cacheWrite().orElse(price.input()), usage.cacheWrite())
                .plus(price.output(), usage.output());
    }
}
