package io.sallyport.profile;

/// What is kept of the calls of a backend profile.
///
/// @param metadata who called what, when, with how many tokens
/// @param content requests and answers in full; independent of the metadata
public record Recording(boolean metadata, boolean content) {}
