/// What a model call means: operations, the facts of a request, token usage.
///
/// May import: lang, json.
/// Read first: RawRequest.
@NullMarked
package io.sallyport.inference;

import org.jspecify.annotations.NullMarked;
