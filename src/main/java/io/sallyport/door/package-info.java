/// JSON for people and for operators: who may call a route, what it takes and gives, and the document that says so.
///
/// May import: floors below.
/// Read first: JsonDoor.
@NullMarked
package io.sallyport.door;

import org.jspecify.annotations.NullMarked;
