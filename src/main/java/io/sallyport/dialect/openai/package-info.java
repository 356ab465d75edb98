/// OpenAI's wire form.
///
/// May import: lang, json, inference, dialect.
/// Read first: OpenAiClientDialect.
@NullMarked
package io.sallyport.dialect.openai;

import org.jspecify.annotations.NullMarked;
