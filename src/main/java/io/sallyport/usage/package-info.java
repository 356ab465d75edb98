/// Tokens to cost, usage rows, summaries.
///
/// May import: floors below, identity, catalog.
/// Read first: Meter.
@NullMarked
package io.sallyport.usage;

import org.jspecify.annotations.NullMarked;
