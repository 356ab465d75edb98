/// What becomes of everything clients can ask for on the way to each kind of vendor, found out by asking.
///
/// May import: lang, json, inference, dialect.
/// Read first: Fidelity.
@NullMarked
package io.sallyport.dialect.probe;

import org.jspecify.annotations.NullMarked;
