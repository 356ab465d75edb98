package io.sallyport.key;

import io.sallyport.key.ApiKey.Status;
import io.sallyport.lang.TenantId;
import java.util.Optional;

/// Which keys to list; empty parts restrict nothing.
public record KeyFilter(Optional<Status> status, Optional<String> principalRef, Optional<TenantId> tenant) {
    public static final KeyFilter ALL = new KeyFilter(Optional.empty(), Optional.empty(), Optional.empty());
}
