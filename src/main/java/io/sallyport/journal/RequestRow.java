package io.sallyport.journal;

import io.sallyport.lang.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One call as it is listed: facts, no headers, no bodies.
///
/// @param correlationId the client's own id for the call
/// @param attempts how many targets were tried
/// @param code why it failed; empty when it did not
/// @param totalUs microseconds from start to end
/// @param firstByteUs microseconds to the first answer byte
/// @param ownUs microseconds the gateway itself took
/// @param endUserId as all of the end user: whom a trusted caller named behind the call
/// @param usageSource `reported` or `estimated`
/// @param costUsd empty when unknown
/// @param losses what a translation could not carry over, for example `dropped=seed`; empty without any
/// @param purpose why the gateway made the call itself, for example `shadow`; empty for calls of clients
public record RequestRow(
        UUID id,
        Instant startedAt,
        Optional<String> tenantId,
        Optional<String> projectId,
        Optional<String> keyId,
        Optional<String> userId,
        Optional<String> backendProfileId,
        Optional<String> principal,
        Optional<String> correlationId,
        Optional<String> sessionId,
        String method,
        String path,
        String operation,
        String dialect,
        String model,
        boolean streamed,
        Optional<String> backend,
        Optional<String> providerKind,
        Optional<String> upstreamModel,
        Optional<Integer> upstreamStatus,
        int attempts,
        int status,
        String code,
        boolean success,
        long totalUs,
        Optional<Long> firstByteUs,
        long ownUs,
        long bytesIn,
        long bytesOut,
        String remoteAddress,
        Optional<String> userAgent,
        Optional<String> endUserId,
        Optional<String> endUserName,
        Optional<String> endUserEmail,
        Optional<String> endUserRole,
        Optional<String> endUserChat,
        Optional<Long> inputTokens,
        Optional<Long> cachedInputTokens,
        Optional<Long> cacheWriteTokens,
        Optional<Long> outputTokens,
        Optional<Long> reasoningTokens,
        Optional<String> usageSource,
        Optional<Money> costUsd,
        Optional<List<String>> losses,
        Optional<String> purpose) {}
