package io.sallyport.blueprint;

import java.time.Instant;

/// All that operators kept in the database at one moment.
///
/// @param number counts up, with gaps
/// @param deed what made it: `found`, `apply` or `rollback`
/// @param digest of the blueprint
record Revision(long number, Instant madeAt, String madeBy, String deed, String digest) {}
