package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.util.Optional;

/// What a group of calls used.
///
/// @param name of the group; empty for calls without one, and for totals
/// @param label what people call it; empty when that is the name
/// @param errors calls that failed, ours or the upstream's
/// @param inputTokens read and not cached; the three input classes are disjoint
/// @param reasoningTokens the part of the output that is reasoning
/// @param estimatedCalls calls whose tokens we counted ourselves
/// @param unknownCostCalls calls whose cost nobody knows; it is not in the sum
/// @param costUsd sum of the costs that are known
/// @param totalUs microseconds of all calls together
/// @param streamedCalls calls whose answer came in pieces
/// @param firstTokenUs microseconds to the first byte of all streamed answers together
/// @param streamedTokens output tokens of streamed answers
/// @param streamingUs microseconds from the first byte to the last of all streamed answers together
public record UsageSums(
        String name,
        Optional<String> label,
        long calls,
        long errors,
        long inputTokens,
        long cachedInputTokens,
        long cacheWriteTokens,
        long outputTokens,
        long reasoningTokens,
        long estimatedCalls,
        long unknownCostCalls,
        Money costUsd,
        long totalUs,
        long streamedCalls,
        long firstTokenUs,
        long streamedTokens,
        long streamingUs) {

    /// Of a time or group without any call.
    public static final UsageSums NONE =
            new UsageSums("", Optional.empty(), 0, 0, 0, 0, 0, 0, 0, 0, 0, Money.ZERO, 0, 0, 0, 0, 0);

    /// The same sums under another name.
    public UsageSums named(String other) {
        return new UsageSums(
                other,
                label,
                calls,
                errors,
                inputTokens,
                cachedInputTokens,
                cacheWriteTokens,
                outputTokens,
                reasoningTokens,
                estimatedCalls,
                unknownCostCalls,
                costUsd,
                totalUs,
                streamedCalls,
                firstTokenUs,
                streamedTokens,
                streamingUs);
    }
}
