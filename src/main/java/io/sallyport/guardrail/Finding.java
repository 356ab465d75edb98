package io.sallyport.guardrail;

/// A place of a text where something was recognised.
///
/// @param kind what it is, such as `email` or `national_id.de`
/// @param from where it begins, in characters of the text as it came
/// @param to where it ends; that character is not part of it
public record Finding(String kind, int from, int to) {}
