/// Pages and JSON for people; serves `ui/`.
///
/// May import: floors below.
/// Read first: Portal, PageList.
@NullMarked
package io.sallyport.portal;

import org.jspecify.annotations.NullMarked;
