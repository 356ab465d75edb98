package io.sallyport.usage;

import io.sallyport.lang.Money;

/// What a group of calls used.
///
/// @param name of the group; empty for calls without one, and for totals
/// @param errors calls that failed, ours or the upstream's
/// @param inputTokens read and not cached; the three input classes are disjoint
/// @param reasoningTokens the part of the output that is reasoning
/// @param estimatedCalls calls whose tokens we counted ourselves
/// @param unknownCostCalls calls whose cost nobody knows; it is not in the sum
/// @param costUsd sum of the costs that are known
/// @param totalUs microseconds of all calls together
public record UsageSums(
        String name,
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
        long totalUs) {}
