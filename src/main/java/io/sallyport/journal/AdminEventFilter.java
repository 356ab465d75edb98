package io.sallyport.journal;

import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.Optional;

/// Which events to list; empty parts restrict nothing.
///
/// @param actor id of a user or of a key
/// @param from first moment, inclusive
/// @param to last moment, exclusive
public record AdminEventFilter(
        Optional<String> actor,
        Optional<String> action,
        Optional<String> resourceType,
        Optional<String> resourceId,
        Optional<TenantId> tenant,
        Optional<Instant> from,
        Optional<Instant> to) {}
