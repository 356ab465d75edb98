/// Sign-in by an OpenID provider: discovery, code flow, who may enter, logout.
///
/// May import: floors below, identity (which knows nothing of this package).
/// Read first: OidcProvider.
@NullMarked
package io.sallyport.identity.oidc;

import org.jspecify.annotations.NullMarked;
