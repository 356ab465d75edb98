package io.sallyport.key;

import io.sallyport.lang.KeyId;
import java.util.Optional;

/// Where issued keys are looked up.
///
/// Threads: may block; never called on an event loop.
public interface KeySource {

    /// What proves a key with this prefix. One query, whether the prefix exists or not.
    Optional<Proof> proof(String prefix);

    /// The key as it is now; empty when it is gone.
    Optional<Standing> standing(KeyId id);

    /// What a presented key is compared with.
    ///
    /// @param secretHash as [io.sallyport.crypto.KeyHasher] wrote it
    record Proof(KeyId id, String secretHash) {
        @Override
        public String toString() {
            return "proof of " + id;
        }
    }

    /// A key, and whether its tenant may call.
    record Standing(ApiKey key, boolean tenantActive) {}
}
