/// Amazon Bedrock: signed calls, or calls with an API key.
///
/// May import: lang, json, net, inference, dialect, provider.
/// Read first: BedrockProvider.
@NullMarked
package io.sallyport.provider.bedrock;

import org.jspecify.annotations.NullMarked;
