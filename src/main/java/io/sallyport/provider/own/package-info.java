/// Vendors whose form no client speaks: chats are translated, the rest is converted.
///
/// May import: lang, json, net, inference, dialect, provider.
/// Read first: OwnFormProvider.
@NullMarked
package io.sallyport.provider.own;

import org.jspecify.annotations.NullMarked;
