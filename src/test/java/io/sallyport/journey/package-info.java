/// Behaviour of the whole gateway as its users see it, one class per behaviour.
///
/// May import: everything.
/// Read first: StreamTruthTest.
@NullMarked
package io.sallyport.journey;

import org.jspecify.annotations.NullMarked;
