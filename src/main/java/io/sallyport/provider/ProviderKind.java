package io.sallyport.provider;

import java.net.URI;
import java.util.Optional;

/// A provider as operators choose it for a new backend.
///
/// @param usualUrl where such a backend usually is; empty when it must be said
/// @param needsKey whether its vendor lets nobody in without a key
public record ProviderKind(Provider provider, Optional<URI> usualUrl, boolean needsKey) {

    /// Word in `kind`.
    public String word() {
        return provider.kind();
    }
}
