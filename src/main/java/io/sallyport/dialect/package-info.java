/// Wire form to meaning and back; pure functions, no I/O.
///
/// May import: lang, json, inference.
/// Read first: ClientDialect.
@NullMarked
package io.sallyport.dialect;

import org.jspecify.annotations.NullMarked;
