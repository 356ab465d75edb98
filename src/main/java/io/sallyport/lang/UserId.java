package io.sallyport.lang;

/// The id of one user; opaque, at most 64 characters.
public record UserId(String value) {
    public UserId {
        Opaque.check("user id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
