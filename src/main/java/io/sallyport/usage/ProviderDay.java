package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.time.LocalDate;
import java.util.Optional;

/// What a provider says it served of one model on one day; empty for what it does not say.
///
/// @param day in UTC, as providers count
/// @param model the provider's word; empty when it does not divide by model
/// @param promptTokens read, cached ones and those written to the cache included
public record ProviderDay(
        LocalDate day,
        String model,
        Optional<Long> calls,
        Optional<Long> promptTokens,
        Optional<Long> outputTokens,
        Optional<Money> cost) {

    /// Both together, of the same day and model.
    ProviderDay plus(ProviderDay other) {
        return new ProviderDay(
                day,
                model,
                sum(calls, other.calls),
                sum(promptTokens, other.promptTokens),
                sum(outputTokens, other.outputTokens),
                cost.isPresent() && other.cost.isPresent()
                        ? Optional.of(cost.get().plus(other.cost.get()))
                        : cost.or(other::cost));
    }

    private static Optional<Long> sum(Optional<Long> one, Optional<Long> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(Math.addExact(one.get(), other.get()))
                : one.or(() -> other);
    }
}
