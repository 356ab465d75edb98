package io.sallyport.portal;

/// What the pages look like before a person chooses.
public enum Theme {
    /// As the person's device is set.
    SYSTEM,
    LIGHT,
    DARK
}
