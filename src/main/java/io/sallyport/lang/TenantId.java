package io.sallyport.lang;

/// The id of one tenant; opaque, at most 64 characters.
public record TenantId(String value) {
    public TenantId {
        Opaque.check("tenant id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
