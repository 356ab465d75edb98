/// Cohere's second form of chats, embeddings and what else it has.
///
/// May import: lang, json, inference, dialect.
/// Read first: CohereChat.
@NullMarked
package io.sallyport.dialect.cohere;

import org.jspecify.annotations.NullMarked;
