package io.sallyport.identity;

import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A named set of users of one tenant.
///
/// A group of the identity provider that has the same name is the same group: its members are in it, too.
///
/// @param allowedModels names and globs its members may use; absent for no restriction, empty for none
/// @param source `admin` or `bootstrap`
public record Group(
        String id,
        TenantId tenant,
        String name,
        Optional<List<String>> allowedModels,
        String source,
        Instant createdAt) {}
