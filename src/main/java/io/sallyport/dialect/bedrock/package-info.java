/// Amazon Bedrock's wire forms: Converse for chats, and what its models want for the rest.
///
/// May import: lang, json, inference, dialect.
/// Read first: ConverseChat.
@NullMarked
package io.sallyport.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
