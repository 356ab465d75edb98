/// Outbound HTTP: client, timeouts, TLS.
///
/// May import: lang, transport.
/// Read first: Outbound.
@NullMarked
package io.sallyport.net;

import org.jspecify.annotations.NullMarked;
