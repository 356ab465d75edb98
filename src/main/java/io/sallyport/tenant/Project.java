package io.sallyport.tenant;

import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A part of a tenant that keys belong to.
///
/// @param allowedModels names and globs its keys may use; absent for no restriction, empty for none
/// @param source `admin`, `bootstrap` or `built-in`
public record Project(
        ProjectId id,
        TenantId tenant,
        String name,
        Optional<List<String>> allowedModels,
        String source,
        Instant createdAt) {}
