package io.sallyport.key;

import io.sallyport.key.ApiKey.Status;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.Optional;

/// A key as its owner sees it.
///
/// @param revealable its text is kept sealed, so the owner can see it again
public record PersonalKey(
        KeyId id,
        UserId owner,
        BackendProfileId profile,
        String name,
        String prefix,
        Status status,
        AllowedAddresses allowedAddresses,
        boolean continueOptIn,
        boolean openwebuiOptIn,
        boolean revealable,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy,
        Optional<Instant> lastUsedAt) {

    /// Whether it opens anything at a moment.
    public boolean worksAt(Instant now) {
        return status == Status.ACTIVE
                && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }
}
