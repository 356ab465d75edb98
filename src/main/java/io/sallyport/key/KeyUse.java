package io.sallyport.key;

import io.sallyport.lang.KeyId;
import java.time.Instant;

/// Hears when a key was used.
///
/// Threads: called on event loops; must not block.
@FunctionalInterface
public interface KeyUse {
    void used(KeyId key, Instant when);
}
