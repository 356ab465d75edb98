/// Anthropic's wire form.
///
/// May import: lang, json, inference, dialect.
/// Read first: AnthropicClientDialect.
@NullMarked
package io.sallyport.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
