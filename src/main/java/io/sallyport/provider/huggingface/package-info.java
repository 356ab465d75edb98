/// Hugging Face: chats by its router, embeddings by feature extraction.
///
/// May import: lang, json, net, inference, dialect, provider.
/// Read first: HuggingFaceProvider.
@NullMarked
package io.sallyport.provider.huggingface;

import org.jspecify.annotations.NullMarked;
