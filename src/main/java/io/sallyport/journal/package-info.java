/// Request log, export sinks.
///
/// May import: floors below, identity, usage.
/// Read first: Journal.
@NullMarked
package io.sallyport.journal;

import org.jspecify.annotations.NullMarked;
