package io.sallyport.lang;

/// Who is given what was made for somebody else; never one tenant what belongs to another.
public enum Sharing {
    /// Everybody of a tenant what belongs to everybody of it.
    TENANT,
    PROJECT,
    /// Each key only its own.
    KEY;

    /// The one of the two that shares less.
    public Sharing narrower(Sharing other) {
        return compareTo(other) > 0 ? this : other;
    }
}
