/// Calls that are answered once, however often a client sends them.
///
/// May import: floors below.
/// Read first: IdempotentCalls.
@NullMarked
package io.sallyport.idempotency;

import org.jspecify.annotations.NullMarked;
