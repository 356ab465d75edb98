/// Ollama's own form of chats, embeddings and what else it has.
///
/// May import: lang, json, inference, dialect.
/// Read first: OllamaChat.
@NullMarked
package io.sallyport.dialect.ollama;

import org.jspecify.annotations.NullMarked;
