/// JSON for operators.
///
/// May import: floors below.
/// Read first: KeyRoutes.
@NullMarked
package io.sallyport.admin;

import org.jspecify.annotations.NullMarked;
