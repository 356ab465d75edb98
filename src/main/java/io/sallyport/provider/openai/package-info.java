/// OpenAI and the many servers that speak its form.
///
/// May import: floors below, provider.
/// Read first: OpenAiCompatible.
@NullMarked
package io.sallyport.provider.openai;

import org.jspecify.annotations.NullMarked;
