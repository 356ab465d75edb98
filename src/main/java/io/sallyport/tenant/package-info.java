/// Tenants and projects.
///
/// May import: floors below.
/// Read first: Tenants.
@NullMarked
package io.sallyport.tenant;

import org.jspecify.annotations.NullMarked;
