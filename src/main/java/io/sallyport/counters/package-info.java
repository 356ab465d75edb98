/// Shared counters and leases.
///
/// May import: lang.
/// Read first: Counters.
@NullMarked
package io.sallyport.counters;

import org.jspecify.annotations.NullMarked;
