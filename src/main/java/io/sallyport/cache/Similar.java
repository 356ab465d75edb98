package io.sallyport.cache;

/// A question that was asked before and means nearly the same.
///
/// @param digest of the question whose answer is kept
/// @param likeness cosine similarity, -1 to 1
public record Similar(String digest, double likeness) {}
