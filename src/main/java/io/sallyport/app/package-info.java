/// Settings, wiring, built-in lists, main.
///
/// May import: everything.
/// Read first: Wiring.
@NullMarked
package io.sallyport.app;

import org.jspecify.annotations.NullMarked;
