/// JSON for operators.
///
/// May import: floors below.
/// Read first: AdminRoutes.
@NullMarked
package io.sallyport.admin;

import org.jspecify.annotations.NullMarked;
