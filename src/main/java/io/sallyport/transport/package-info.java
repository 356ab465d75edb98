/// The event loops, and the byte streams between two connections.
///
/// May import: lang.
/// Read first: EventLoops.
@NullMarked
package io.sallyport.transport;

import org.jspecify.annotations.NullMarked;
