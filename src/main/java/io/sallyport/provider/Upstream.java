package io.sallyport.provider;

/// A backend together with the provider that speaks to it.
public record Upstream(Backend backend, Provider provider) {

    public String name() {
        return backend.name();
    }
}
