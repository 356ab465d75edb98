package io.sallyport.key;

/// Whether the text of a key can be seen after it was made.
public enum Reveal {
    /// Shown once; only a hash is kept.
    OFF,
    /// Kept sealed, for the owner of a personal key alone.
    OWNER
}
