package io.sallyport.key;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An issued API key without its secret.
///
/// @param prefix public part of the key text; finds the row, may be shown
/// @param displayName what people call it
/// @param principalType what kind of principal uses it, for example `user`, `service`
/// @param principalRef which principal, in the operator's own words
/// @param allowedModels names and globs; absent for no restriction, empty for none
/// @param allowedOperations as allowedModels, for words of operations
/// @param allowedAddresses where it may be used from
/// @param admin may use the operators' API
/// @param lossPolicy what happens when a call cannot be carried over to a backend as it is
/// @param source who owns the row: `admin` or `bootstrap`
/// @param version grows with every change
public record ApiKey(
        KeyId id,
        TenantId tenant,
        ProjectId project,
        String displayName,
        String prefix,
        Status status,
        String principalType,
        String principalRef,
        Optional<List<String>> allowedModels,
        Optional<List<String>> allowedOperations,
        AllowedAddresses allowedAddresses,
        boolean admin,
        LossPolicy lossPolicy,
        String notes,
        String source,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy,
        Optional<Instant> lastUsedAt,
        long version) {

    /// The operator's switch; expiry is separate.
    public enum Status {
        ACTIVE,
        DISABLED,
        REVOKED;

        /// Lower-case name, as stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isExpiredAt(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }
}
