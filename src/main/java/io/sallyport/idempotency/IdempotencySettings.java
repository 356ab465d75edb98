package io.sallyport.idempotency;

import java.time.Duration;

/// What holds for calls with an `Idempotency-Key`.
///
/// @param enabled whether the header counts; otherwise it is passed over
/// @param life how long a key is remembered after its answer
/// @param keysPerTenant most keys of one tenant that are remembered at a time
/// @param keepAnswers whether answers are kept, sealed; otherwise only that there was one
/// @param maxAnswerSize bytes of the largest answer that is kept
public record IdempotencySettings(
        boolean enabled, Duration life, int keysPerTenant, boolean keepAnswers, int maxAnswerSize) {
    /// 24 h as other services have it; an answer may be as large as a few images.
    public static final IdempotencySettings DEFAULT =
            new IdempotencySettings(true, Duration.ofHours(24), 100_000, true, 4 << 20);

    /// The same, but no answer is kept.
    public IdempotencySettings withoutAnswers() {
        return new IdempotencySettings(enabled, life, keysPerTenant, false, maxAnswerSize);
    }
}
