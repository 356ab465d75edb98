/// Backends and how to talk to each vendor.
///
/// May import: floors below.
/// Read first: Provider.
@NullMarked
package io.sallyport.provider;

import org.jspecify.annotations.NullMarked;
