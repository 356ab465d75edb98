package io.sallyport.usage;

import io.sallyport.lang.Cost;

/// What was not used again, because an answer was kept.
///
/// @param tokens zero when nobody knows
public record Saving(long tokens, Cost cost) {}
