package io.sallyport.alert;

/// How bad it is; a later constant is worse.
public enum AlertLevel {
    /// It is not bad at all: a summary, a test.
    NOTICE,
    /// It soon will be.
    WARNING,
    /// It is: a limit is used up, a backend misses what is asked of it.
    EXCEEDED
}
