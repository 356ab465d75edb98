package io.sallyport.guardrail;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A request that a guardrail stopped, and what people say of that.
///
/// @param kinds what was found, never the text
/// @param certainty how sure the guardrail was, in percent
/// @param overridden the client was shown another answer in its place
/// @param report `open`, `accepted` or `rejected`; empty when nobody said that it was stopped without reason
public record BlockedRequest(
        long id,
        UUID requestId,
        Instant startedAt,
        String tenantId,
        Optional<String> projectId,
        Optional<String> keyId,
        Optional<String> userId,
        Optional<String> model,
        String name,
        String type,
        String layer,
        String kinds,
        int certainty,
        boolean overridden,
        Optional<String> report,
        Optional<String> reason,
        Optional<String> reportedBy,
        Optional<Instant> reportedAt,
        Optional<String> answer,
        Optional<String> decidedBy) {}
