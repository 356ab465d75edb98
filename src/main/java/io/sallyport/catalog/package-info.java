/// Model aliases, their targets, prices.
///
/// May import: floors below.
/// Read first: Catalog.
@NullMarked
package io.sallyport.catalog;

import org.jspecify.annotations.NullMarked;
