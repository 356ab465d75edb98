package io.sallyport.app.settings;

/// How much of a call's content the request log may keep.
public enum ContentCapture {
    /// Neither headers nor bodies.
    NONE,
    /// Headers with secrets taken out, no bodies.
    METADATA,
    /// Headers and bodies.
    FULL
}
