/// API keys: issue, verify, revoke, allow-lists.
///
/// May import: floors below, identity, tenant.
/// Read first: KeyAuthenticator.
@NullMarked
package io.sallyport.key;

import org.jspecify.annotations.NullMarked;
