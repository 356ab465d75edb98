package io.sallyport.report;

import io.sallyport.lang.Money;
import io.sallyport.usage.UsageSums;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// What a group of calls used, in the figures people ask for.
///
/// @param name of the group; empty for calls without one, and for totals
/// @param label what people call it; empty when that is the name
/// @param inputTokens read and not cached; the three input classes are disjoint
/// @param reasoningTokens the part of the output that is reasoning
/// @param estimatedCalls calls whose tokens we counted ourselves
/// @param unknownCostCalls calls whose cost nobody knows; it is not in the sum
/// @param latencyMs mean time of a call; empty without calls
/// @param firstTokenMs mean time to the first token of a streamed answer; empty without such
/// @param tokensPerSecond output tokens of streamed answers per second of streaming; empty without such
public record UsageFigures(
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
        Optional<Long> latencyMs,
        Optional<Long> firstTokenMs,
        Optional<BigDecimal> tokensPerSecond) {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    static UsageFigures of(UsageSums sums) {
        return new UsageFigures(
                sums.name(),
                sums.label(),
                sums.calls(),
                sums.errors(),
                sums.inputTokens(),
                sums.cachedInputTokens(),
                sums.cacheWriteTokens(),
                sums.outputTokens(),
                sums.reasoningTokens(),
                sums.estimatedCalls(),
                sums.unknownCostCalls(),
                sums.costUsd(),
                meanMillis(sums.totalUs(), sums.calls()),
                meanMillis(sums.firstTokenUs(), sums.streamedCalls()),
                rate(sums.streamedTokens(), sums.streamingUs()));
    }

    private static Optional<Long> meanMillis(long micros, long calls) {
        return calls == 0 ? Optional.empty() : Optional.of(Math.round((double) micros / calls / MICROS_PER_MILLI));
    }

    private static Optional<BigDecimal> rate(long tokens, long micros) {
        if (micros <= 0) {
            return Optional.empty();
        }
        return Optional.of(BigDecimal.valueOf(tokens)
                .multiply(BigDecimal.valueOf(MICROS_PER_SECOND))
                .divide(BigDecimal.valueOf(micros), 1, RoundingMode.HALF_UP));
    }
}
