package io.sallyport.provider;

import java.util.Map;

/// A backend together with the provider that speaks to it.
public record Upstream(Backend backend, Provider provider) {

    public String name() {
        return backend.name();
    }

    /// The same for a model about which more is known than about the backend as a whole.
    ///
    /// @param options override those of the backend
    public Upstream with(Map<String, String> options) {
        return options.isEmpty() ? this : new Upstream(backend.with(options), provider);
    }
}
