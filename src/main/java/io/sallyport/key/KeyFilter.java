package io.sallyport.key;

import io.sallyport.key.ApiKey.Status;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.util.Optional;

/// Which keys to list; empty parts restrict nothing.
///
/// @param principalRef as the operator who issued the key wrote it
/// @param search part of the key's name, or of its owner's e-mail address or name, or the whole public prefix
/// @param user whose keys
public record KeyFilter(
        Optional<Status> status,
        Optional<String> principalRef,
        Optional<TenantId> tenant,
        Optional<String> search,
        Optional<UserId> user,
        Optional<BackendProfileId> profile) {
    public static final KeyFilter ALL = new KeyFilter(Optional.empty(), Optional.empty(), Optional.empty());

    /// Without a search, of whatever user and backend profile.
    public KeyFilter(Optional<Status> status, Optional<String> principalRef, Optional<TenantId> tenant) {
        this(status, principalRef, tenant, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
