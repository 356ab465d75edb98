package io.sallyport.cache;

/// What the database holds of kept answers.
///
/// @param bytes of sealed answers
public record HeldAnswers(long answers, long bytes) {}
