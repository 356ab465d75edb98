/// Shared counters: what several instances together may take of one limit.
///
/// May import: lang.
/// Read first: SharedCounters, then GuardedCounters.
@NullMarked
package io.sallyport.counters;

import org.jspecify.annotations.NullMarked;
