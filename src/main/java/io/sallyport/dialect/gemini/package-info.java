/// Gemini's wire form.
///
/// May import: lang, json, inference, dialect.
/// Read first: GeminiClientDialect.
@NullMarked
package io.sallyport.dialect.gemini;

import org.jspecify.annotations.NullMarked;
