package io.sallyport.door;

/// An answer that shows what people wrote. That somebody looked is written down as an act, although nothing
/// changed.
///
/// @param body the record the route gives
public record Disclosure(Object body) {}
