/// Azure OpenAI, by its current surface and by deployments.
///
/// May import: lang, json, net, inference, dialect, provider.
/// Read first: AzureProvider.
@NullMarked
package io.sallyport.provider.azure;

import org.jspecify.annotations.NullMarked;
