package io.sallyport.lang;

/// The id of one backend profile; opaque, at most 64 characters.
public record BackendProfileId(String value) {
    public BackendProfileId {
        Opaque.check("backend profile id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
