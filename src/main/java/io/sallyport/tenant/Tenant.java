package io.sallyport.tenant;

import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who is billed and isolated: an organisation, or one person.
///
/// @param allowedModels names and globs its keys may use; absent for no restriction, empty for none
/// @param source `admin`, `bootstrap` or `built-in`; of a personal tenant the source of its user
public record Tenant(
        TenantId id,
        String name,
        Kind kind,
        Status status,
        Optional<List<String>> allowedModels,
        String source,
        Instant createdAt) {

    /// Whose a tenant is.
    public enum Kind {
        ORGANIZATION,
        PERSONAL
    }

    /// Whether the keys of a tenant may be used.
    public enum Status {
        ACTIVE,
        SUSPENDED
    }
}
