/// The rules of the house, checked by the build.
///
/// May import: everything, by name only.
/// Read first: FloorsTest.
@NullMarked
package io.sallyport.house;

import org.jspecify.annotations.NullMarked;
