package io.sallyport.usage;

import io.sallyport.lang.Money;

/// What one caller used of one model for one operation.
///
/// @param keyId empty for calls without a key
/// @param principal name of the caller
/// @param model what the client asked for
/// @param errors calls that failed, ours or the upstream's
/// @param costUsd sum of the costs that are known
public record CallerSums(
        String keyId,
        String principal,
        String operation,
        String model,
        long calls,
        long errors,
        long inputTokens,
        long cachedInputTokens,
        long cacheWriteTokens,
        long outputTokens,
        long unknownCostCalls,
        Money costUsd,
        long totalUs) {}
