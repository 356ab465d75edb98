/// Google: the Gemini API and Vertex AI.
///
/// May import: lang, json, crypto, net, inference, dialect, provider.
/// Read first: GeminiProvider.
@NullMarked
package io.sallyport.provider.google;

import org.jspecify.annotations.NullMarked;
