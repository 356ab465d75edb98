package io.sallyport.key;

import io.sallyport.key.ApiKey.Status;
import java.util.Optional;

/// Which keys to list; empty parts restrict nothing.
public record KeyFilter(Optional<Status> status, Optional<String> principalRef) {
    public static final KeyFilter ALL = new KeyFilter(Optional.empty(), Optional.empty());
}
