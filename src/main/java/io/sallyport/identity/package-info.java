/// Who is calling.
///
/// May import: floors below, tenant.
/// Read first: Caller.
@NullMarked
package io.sallyport.identity;

import org.jspecify.annotations.NullMarked;
