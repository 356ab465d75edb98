package io.sallyport.app.settings;

/// How strict a deployment is with itself.
public enum DeploymentProfile {
    /// One machine or one home network: static keys or none, no records unless asked for.
    CASUAL,
    /// A company's gateway: nobody calls without a key.
    STANDARD,
    /// A deployment that must be able to account for itself: named keys, no content kept.
    FOUNDATION
}
