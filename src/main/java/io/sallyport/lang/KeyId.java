package io.sallyport.lang;

/// The id of one API key; opaque, at most 64 characters.
public record KeyId(String value) {
    public KeyId {
        Opaque.check("API key id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
