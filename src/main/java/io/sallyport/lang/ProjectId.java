package io.sallyport.lang;

/// The id of one project; opaque, at most 64 characters.
public record ProjectId(String value) {
    public ProjectId {
        Opaque.check("project id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
