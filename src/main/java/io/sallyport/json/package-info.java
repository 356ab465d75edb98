/// Reading and writing JSON: trees, records, and the one scan of a request body.
///
/// May import: lang.
/// Read first: JsonScan.
@NullMarked
package io.sallyport.json;

import org.jspecify.annotations.NullMarked;
