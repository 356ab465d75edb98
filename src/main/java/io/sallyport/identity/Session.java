package io.sallyport.identity;

import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.Optional;

/// One browser that is signed in, as its owner sees it.
///
/// @param id names it to its owner; worth nothing as a credential
/// @param providerSession what the identity provider calls it
public record Session(
        String id,
        UserId user,
        Optional<String> providerSession,
        String userAgent,
        String address,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt) {}
