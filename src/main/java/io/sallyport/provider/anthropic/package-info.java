/// Anthropic.
///
/// May import: floors below, provider.
/// Read first: AnthropicProvider.
@NullMarked
package io.sallyport.provider.anthropic;

import org.jspecify.annotations.NullMarked;
